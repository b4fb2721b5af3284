package atoll.workload;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is run: one case per kind of executor. An executor refuses a program of another kind. */
public sealed interface Program {

  /**
   * A container image; absent lists leave the image's own.
   *
   * @param volumes in the engine's own words, {@code source:destination[:mode]}: it makes what is
   *     missing, and a source may be the name of a volume that it keeps
   * @param everyGpu whether it is to see all GPUs that the engine can give, known here or not
   * @param manner whose ways it is run in
   */
  record Container(
      String image,
      Optional<List<String>> entrypoint,
      Optional<List<String>> command,
      Map<String, String> environment,
      Optional<String> workingDirectory,
      boolean privileged,
      Optional<Login> login,
      Restart restart,
      List<String> volumes,
      boolean everyGpu,
      Manner manner)
      implements Program {
    public Container {
      volumes = List.copyOf(volumes);
    }

    public boolean isPlain() {
      return manner == Manner.PLAIN;
    }
  }

  /** Whose ways a container is run in. */
  enum Manner {
    /**
     * A stranger's: held to its limits, without capabilities that harm its neighbours, and made
     * anew for each run.
     */
    CONFINED,
    /**
     * The machine's owner's, as the engine does by itself: limits only where they are stated, zero
     * for none; the usual capabilities and log. One that has ended is started again as it is, with
     * its files; for a new one the image is fetched, though one is here.
     */
    PLAIN
  }

  /**
   * A WebAssembly module that speaks WASI preview 1; {@code environment} and {@code arguments} are
   * all it sees of outside.
   */
  record WasmModule(byte[] bytes, List<String> arguments, Map<String, String> environment)
      implements Program {
    @Override
    public boolean equals(Object other) {
      return other instanceof WasmModule that
          && Arrays.equals(bytes, that.bytes)
          && arguments.equals(that.arguments)
          && environment.equals(that.environment);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "WasmModule[" + bytes.length + " bytes]";
    }
  }

  /** Nothing. */
  record Nothing() implements Program {}

  /** Credentials for a registry; never printed. */
  record Login(String username, String password) {
    @Override
    public String toString() {
      return "Login[" + username + ", ***]";
    }
  }

  /** What the engine does by itself when a container ends. */
  enum Restart {
    NO,
    ON_FAILURE,
    ALWAYS,
    UNLESS_STOPPED
  }
}
