package atoll.workload.wasm;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** The folder of this machine whose files a module sees. */
record Volume(Path folder) {

  /**
   * Makes the folder if it is not there.
   *
   * @return whether it was made
   */
  boolean make() throws IOException {
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) return false;
    Files.createDirectory(folder);
    return true;
  }

  /** Deletes the folder with all it holds, and nothing that a link in it points to. */
  void delete() throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) return;
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            if (failure != null) throw failure;
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
