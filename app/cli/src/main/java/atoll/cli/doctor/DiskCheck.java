package atoll.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Free space where the user's files are. */
record DiskCheck(Path home) implements Check {
  private static final long GIB = 1L << 30;

  @Override
  public String name() {
    return "disk";
  }

  @Override
  public Finding look() {
    try {
      return judged(Files.getFileStore(home).getUsableSpace());
    } catch (IOException e) {
      return Finding.fail(home + " cannot be looked at: " + e.getMessage(), "");
    }
  }

  /** A provider should have 10 GiB (DMS §8.1). */
  Finding judged(long free) {
    var found = free / GIB + " GiB are free in " + home;
    if (free < GIB)
      return Finding.fail(
          free / (1 << 20) + " MiB are free in " + home, "Make room: below 1 GiB little can run");
    return free < 10 * GIB
        ? Finding.warn(found, "To lend disk, make room: 10 GiB at least")
        : Finding.ok(found);
  }
}
