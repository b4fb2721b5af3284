package atoll.workload.docker;

import atoll.workload.Workload.KeyFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Public keys as a tar archive, to be unpacked at the root of a container's file system. */
final class KeyArchive {
  private static final int READABLE_BY_ALL = 0644;

  private KeyArchive() {}

  static byte[] of(List<KeyFile> keys) {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (var key : keys) {
        var entry = new TarArchiveEntry(key.destination().substring(1));
        entry.setSize(key.contents().length);
        entry.setMode(READABLE_BY_ALL);
        tar.putArchiveEntry(entry);
        tar.write(key.contents());
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }
}
