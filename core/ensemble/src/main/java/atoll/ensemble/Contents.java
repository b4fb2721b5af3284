package atoll.ensemble;

import atoll.ensemble.Problem.Code;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Scripts, keys and modules: named by path or written out in a file, base64 or text on the wire.
 * What all of them together may take is bounded for the whole ensemble.
 */
final class Contents {
  private static final byte[] WASM_CORE = {0, 'a', 's', 'm', 1, 0, 0, 0};
  private static final byte[] WASM_MAGIC = {0, 'a', 's', 'm'};

  private Contents() {}

  /**
   * A script; in a file, text of several lines or one that starts with {@code #!} is the script.
   */
  static Script script(Value value) {
    var text = value.text();
    if (value.reading().ofFile() && (text.contains("\n") || text.startsWith("#!")))
      return new Script(within(value, text.getBytes(StandardCharsets.UTF_8), Limits.SCRIPT));
    var bytes = bytes(value, Limits.SCRIPT, "a path, or the script itself, starting with #!");
    if (bytes.isPresent() && bytes.get().length == 0)
      value.problem(Code.FILE, "the script is empty", "");
    return new Script(bytes.orElse(new byte[0]));
  }

  /** A public key; in a file, text that starts like one is the key itself. */
  static String key(Value value) {
    var text = value.text();
    boolean written =
        !value.reading().ofFile()
            || text.startsWith("ssh-")
            || text.startsWith("ecdsa-")
            || text.startsWith("sk-")
            || text.startsWith("-----BEGIN ");
    var bytes =
        written
            ? Optional.of(within(value, text.getBytes(StandardCharsets.UTF_8), Limits.KEY))
            : bytes(value, Limits.KEY, "a path, or the public key itself");
    var key = new String(bytes.orElse(new byte[0]), StandardCharsets.UTF_8).strip();
    if (key.contains("PRIVATE KEY"))
      value.problem(
          Code.FILE,
          "is a private key, which must never leave this machine",
          "name the public key, usually the file ending in .pub");
    else if (key.isEmpty() && bytes.isPresent() && value.isScalar() && !value.isNull())
      value.problem(Code.FILE, "the key is empty", "");
    return key;
  }

  /** The bytes of a module, checked to be one. */
  static byte[] module(Value value) {
    var bytes = bytes(value, Limits.MODULE, "");
    if (bytes.isEmpty()) return new byte[0];
    if (!startsWith(bytes.get(), WASM_CORE)) {
      boolean component = startsWith(bytes.get(), WASM_MAGIC);
      value.problem(
          Code.FILE,
          component
              ? "is WebAssembly, but no core module of version 1"
              : "is not a WebAssembly module: it does not start with \\0asm",
          component ? "build for wasm32-wasip1 (WASI preview 1), not as a component" : "");
    }
    return bytes.get();
  }

  private static boolean startsWith(byte[] bytes, byte[] start) {
    if (bytes.length < start.length) return false;
    for (int i = 0; i < start.length; i++) if (bytes[i] != start[i]) return false;
    return true;
  }

  private static Optional<byte[]> bytes(Value value, int most, String hint) {
    if (!value.isScalar() || value.isNull()) {
      value.text();
      return Optional.empty();
    }
    var text = value.text();
    return value.reading().ofFile() ? file(value, text, most, hint) : base64(value, text, most);
  }

  private static Optional<byte[]> file(Value value, String path, int most, String hint) {
    if (path.isBlank()) {
      value.problem(Code.MISSING, "is empty", "name a file");
      return Optional.empty();
    }
    return switch (value.reading().files().read(path, most)) {
      case SourceFiles.Contents.Found(var bytes) -> Optional.of(within(value, bytes, most));
      case SourceFiles.Contents.Unreadable(var why) -> {
        value.problem(Code.FILE, "the file " + Said.quote(path) + " " + why, hint);
        yield Optional.empty();
      }
    };
  }

  private static Optional<byte[]> base64(Value value, String text, int most) {
    if (text.length() / 4L * 3 > most + 3L) {
      value.problem(Code.TOO_LARGE, "is more than " + Units.bytes(most), "");
      return Optional.empty();
    }
    try {
      return Optional.of(within(value, Base64.getDecoder().decode(text), most));
    } catch (IllegalArgumentException e) {
      value.problem(Code.BAD_FORMAT, "is not base64", "");
      return Optional.empty();
    }
  }

  private static byte[] within(Value value, byte[] bytes, int most) {
    if (bytes.length > most) value.problem(Code.TOO_LARGE, "is more than " + Units.bytes(most), "");
    else if (value.reading().contentsLeft().addAndGet(-bytes.length) < 0)
      value.problem(
          Code.TOO_LARGE,
          "all scripts, keys and modules are more than " + Units.bytes(Limits.ALL_CONTENTS),
          "name large modules by URL and digest");
    else return bytes;
    return new byte[0];
  }
}
