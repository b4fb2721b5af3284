package atoll.workload.docker;

import atoll.workload.Exit;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What this adapter keeps beside a workload's captured output while its container exists: the
 * provision scripts, and why the container was asked to end, for whoever looks after a restart.
 */
record ContainerFolder(Path workload) {
  Path path() {
    return workload.resolve("container");
  }

  Provisioning provisioning() {
    return Provisioning.in(path());
  }

  void remember(Exit.Cause asked) throws IOException {
    Files.createDirectories(path());
    Files.writeString(path().resolve("asked"), asked.name());
  }

  Optional<Exit.Cause> asked() throws IOException {
    var file = path().resolve("asked");
    if (!Files.exists(file)) return Optional.empty();
    var text = Files.readString(file).strip();
    for (var cause : Exit.Cause.values()) if (cause.name().equals(text)) return Optional.of(cause);
    return Optional.empty();
  }

  void delete() throws IOException {
    if (!Files.exists(path())) return;
    Files.walkFileTree(
        path(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failed)
              throws IOException {
            if (failed != null) throw failed;
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
