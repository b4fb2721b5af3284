package atoll.ensemble;

import atoll.kernel.ExecutorKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a workload is run: one case per executor, with its parameters (DMS §6.3). */
public sealed interface Execution {
  ExecutorKind kind();

  /**
   * A container. Absent lists leave the image's own.
   *
   * @param entrypoint replaces the image's entrypoint if present
   * @param command replaces the image's command if present
   */
  record Docker(
      String image,
      Optional<List<String>> entrypoint,
      Optional<List<String>> command,
      Map<String, String> environment,
      Optional<String> workingDirectory,
      boolean privileged,
      Optional<RegistryLogin> login,
      RestartPolicy restartPolicy)
      implements Execution {
    public Docker {
      entrypoint = entrypoint.map(List::copyOf);
      command = command.map(List::copyOf);
      environment = InOrder.copy(environment);
    }

    @Override
    public ExecutorKind kind() {
      return ExecutorKind.DOCKER;
    }
  }

  /**
   * A WebAssembly module with WASI preview 1; ours. The module's bytes are read on the client's
   * side or fetched by digest.
   */
  record Wasm(Module module, List<String> arguments, Map<String, String> environment)
      implements Execution {
    public Wasm {
      arguments = List.copyOf(arguments);
      environment = InOrder.copy(environment);
    }

    @Override
    public ExecutorKind kind() {
      return ExecutorKind.WASM;
    }
  }

  /** A microVM. */
  record Firecracker(
      String kernelImage,
      String rootFileSystem,
      Optional<String> kernelArguments,
      Optional<String> initrd,
      Optional<String> metadata)
      implements Execution {
    @Override
    public ExecutorKind kind() {
      return ExecutorKind.FIRECRACKER;
    }
  }

  /** Nothing at all: starts and succeeds, to try the protocol. */
  record Null() implements Execution {
    @Override
    public ExecutorKind kind() {
      return ExecutorKind.NULL;
    }
  }

  /** Where a module's bytes are. */
  sealed interface Module {
    /** The bytes themselves. */
    record Inline(byte[] bytes) implements Module {
      @Override
      public boolean equals(Object other) {
        return other instanceof Inline that && java.util.Arrays.equals(bytes, that.bytes);
      }

      @Override
      public int hashCode() {
        return java.util.Arrays.hashCode(bytes);
      }

      @Override
      public String toString() {
        return "Inline[" + bytes.length + " bytes]";
      }
    }

    /** Fetched by the provider, refused unless its SHA-256 is {@code sha256} (64 hex digits). */
    record Remote(String url, String sha256) implements Module {}
  }

  /** Credentials for a private registry; never printed. */
  record RegistryLogin(String username, String password) {
    @Override
    public String toString() {
      return "RegistryLogin[" + username + ", ***]";
    }
  }

  /** What the container engine does by itself when the container ends. */
  enum RestartPolicy {
    NO,
    ON_FAILURE,
    ALWAYS,
    UNLESS_STOPPED
  }
}
