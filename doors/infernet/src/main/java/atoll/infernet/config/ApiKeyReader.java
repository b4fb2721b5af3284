package atoll.infernet.config;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads the API keys that a file names or holds (Infernet §9.17). None of what it says of a wrong
 * one tells anything of it.
 */
final class ApiKeyReader {
  private static final String FILE = "api_keys_file";
  private static final int LARGEST_FILE = 1 << 20;

  private ApiKeyReader() {}

  static List<ApiKey> read(Lax server) {
    var keys = new ArrayList<ApiKey>();
    var listed = server.texts("api_keys");
    for (int i = 0; i < listed.size(); i++) {
      var item = "api_keys[" + i + "]";
      key(listed.get(i), why -> server.refuse(item, why)).ifPresent(keys::add);
    }
    server.optionalText(FILE).ifPresent(name -> keys.addAll(inFile(server, name)));
    return keys;
  }

  private static Optional<ApiKey> key(String text, Consumer<String> refuse) {
    try {
      return Optional.of(new ApiKey(text));
    } catch (IllegalArgumentException e) {
      refuse.accept(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /**
   * One a line; blank lines and those that begin with # are nothing. A file without a key is
   * refused, since whoever names one wants strangers kept out.
   */
  private static List<ApiKey> inFile(Lax server, String name) {
    var keys = new ArrayList<ApiKey>();
    var bytes = new NamedFile(server, FILE, name).bytes(LARGEST_FILE);
    if (bytes.isEmpty()) return keys;
    var lines = new String(bytes.get(), StandardCharsets.UTF_8).lines().map(String::strip).toList();
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i);
      if (line.isEmpty() || line.startsWith("#")) continue;
      var where = "line " + (i + 1) + " of the file ";
      key(line, why -> server.refuse(FILE, where + why)).ifPresent(keys::add);
    }
    if (lines.stream().allMatch(line -> line.isEmpty() || line.startsWith("#")))
      server.refuse(FILE, "names a file without a key");
    return keys;
  }
}
