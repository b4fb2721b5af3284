package atoll.ensemble;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Regular files below, beside or above a folder of this machine. */
record FolderFiles(Path folder) implements SourceFiles {
  @Override
  public Contents read(String path, int maxBytes) {
    try {
      var file = folder.resolve(path);
      if (Files.isDirectory(file)) return new Contents.Unreadable("is a folder");
      if (!Files.exists(file))
        return new Contents.Unreadable("does not exist in " + folder.toAbsolutePath().normalize());
      // Anything else, such as a pipe, could keep us waiting for ever.
      if (!Files.isRegularFile(file)) return new Contents.Unreadable("is not a regular file");
      try (var in = Files.newInputStream(file)) {
        var bytes = in.readNBytes(Math.addExact(maxBytes, 1));
        if (bytes.length > maxBytes)
          return new Contents.Unreadable("is larger than " + Units.bytes(maxBytes));
        return new Contents.Found(bytes);
      }
    } catch (InvalidPathException e) {
      return new Contents.Unreadable("is not a path: " + e.getReason());
    } catch (NoSuchFileException e) {
      return new Contents.Unreadable("went away while it was read");
    } catch (AccessDeniedException e) {
      return new Contents.Unreadable("may not be read by this user");
    } catch (IOException e) {
      return new Contents.Unreadable("cannot be read: " + e.getMessage());
    }
  }
}
