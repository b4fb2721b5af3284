package atoll.journal.file;

import atoll.journal.JournalException;
import atoll.journal.disk.Disk;

/** A file that is not what was written, or from a newer program; its name is not yet said. */
final class UnreadableException extends Exception {
  private static final long serialVersionUID = 1;

  private UnreadableException(String message) {
    super(message);
  }

  static UnreadableException damaged(long offset, String what) {
    return new UnreadableException("is damaged at byte %d: %s".formatted(offset, what));
  }

  static UnreadableException newer(String what, int found, int known) {
    return new UnreadableException(
        "was written by a newer program: it has %s %d, and this one reads up to %d"
            .formatted(what, found, known));
  }

  /** The refusal to start, with what to do. */
  JournalException in(Disk disk, FileName file) {
    return new JournalException(
        "%s %s. Nothing was changed. Restore a backup with: atoll restore BACKUP --data %s"
            .formatted(disk.path(file.toString()), getMessage(), disk.folder()),
        this);
  }
}
