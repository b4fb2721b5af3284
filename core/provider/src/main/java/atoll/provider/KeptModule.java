package atoll.provider;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Predicate;

/**
 * The module of an allocation, kept in its folder, so that it starts again when nobody is in reach
 * who could send it.
 */
record KeptModule(Path folder) {
  /** Where a module comes from that is not here. */
  interface Source {
    byte[] fetch() throws IOException, InterruptedException;
  }

  /** Whole when this returns, and from then on also after power loss. */
  byte[] orFetched(Predicate<byte[]> isMeant, Source source)
      throws IOException, InterruptedException {
    var file = folder.resolve("module.wasm");
    if (Files.isRegularFile(file)) {
      var kept = Files.readAllBytes(file);
      if (isMeant.test(kept)) return kept;
    }
    var fetched = source.fetch();
    var part = folder.resolve("module.part");
    Files.write(part, fetched);
    try (var channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return fetched;
  }
}
