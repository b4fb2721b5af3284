package atoll.infernet.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;

/**
 * A file that a member of the configuration names. What cannot be read is noted with the key, and
 * nothing of what is in it.
 */
record NamedFile(Lax object, String key, String name) {
  /** Makes something of a file. */
  @FunctionalInterface
  interface Reading<T> {
    T of(Path file) throws IOException, GeneralSecurityException;
  }

  <T> Optional<T> read(Reading<T> reading) {
    try {
      return Optional.of(reading.of(Path.of(name)));
    } catch (GeneralSecurityException e) {
      object.refuse(key, String.valueOf(e.getMessage()));
    } catch (NoSuchFileException e) {
      object.refuse(key, "names no file that is there");
    } catch (InvalidPathException | IOException e) {
      object.refuse(key, "names a file that cannot be read");
    }
    return Optional.empty();
  }

  /** All of it, if it is not larger. */
  Optional<byte[]> bytes(int most) {
    var bytes =
        read(file -> {
          try (var in = Files.newInputStream(file)) {
            return in.readNBytes(most + 1);
          }
        });
    if (bytes.isEmpty() || bytes.get().length <= most) return bytes;
    object.refuse(key, "names a file that is larger than " + most + " bytes");
    return Optional.empty();
  }
}
