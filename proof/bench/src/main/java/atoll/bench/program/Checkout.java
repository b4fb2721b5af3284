package atoll.bench.program;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A checkout whose {@code ./atoll} is typed by a user of this machine.
 *
 * @param home the user's, so that nothing of the real user's is touched
 */
public record Checkout(Path root, Path home) {
  /** {@code ./atoll} with arguments. */
  Command atoll(String... arguments) {
    var words = new ArrayList<>(List.of("./atoll"));
    words.addAll(List.of(arguments));
    return typed(words);
  }

  Command typed(List<String> words) {
    return new Command(
        words, root, Map.of("HOME", home.toString(), "JAVA_HOME", System.getProperty("java.home")));
  }

  /** Has the program built, if it is not yet. */
  void build() throws IOException, InterruptedException {
    atoll("--version").run().saying("");
  }
}
