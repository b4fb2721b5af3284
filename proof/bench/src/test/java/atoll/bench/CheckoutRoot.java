package atoll.bench;

import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout that these tests are part of. */
public final class CheckoutRoot {
  private CheckoutRoot() {}

  public static Path find() {
    var folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("bench/run"))) folder = folder.getParent();
    return folder;
  }
}
