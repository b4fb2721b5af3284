package atoll.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;

/**
 * What the operating system said about a file, in words; Java's own exceptions often name it only.
 */
final class StorageTrouble {
  private StorageTrouble() {}

  static String of(Exception thrown) {
    return switch (thrown) {
      case FileSystemException e -> e.getFile() + ": " + reason(e);
      case UncheckedIOException e when e.getMessage() != null -> e.getMessage();
      default ->
          thrown.getMessage() == null
              ? thrown.getClass().getSimpleName()
              : thrown.getClass().getSimpleName() + ": " + thrown.getMessage();
    };
  }

  /** The same of what caused {@code thrown}, in brackets; empty if no file did. */
  static String behind(Throwable thrown) {
    return cause(thrown).map(cause -> " (" + shortly(cause) + ")").orElse("");
  }

  private static Optional<IOException> cause(Throwable thrown) {
    Optional<IOException> found = Optional.empty();
    var next = thrown.getCause();
    for (int depth = 0; next != null && depth < 8; depth++, next = next.getCause())
      if (next instanceof IOException e && !said(thrown, shortly(e))) found = Optional.of(e);
    return found;
  }

  private static boolean said(Throwable thrown, String words) {
    return thrown.getMessage() != null && thrown.getMessage().contains(words);
  }

  private static String shortly(IOException e) {
    if (e instanceof FileSystemException file) return reason(file);
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static String reason(FileSystemException e) {
    if (e.getReason() != null && !e.getReason().isBlank()) return e.getReason();
    return switch (e) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "it does not exist";
      case NotDirectoryException _ -> "it is no folder";
      default -> e.getClass().getSimpleName();
    };
  }
}
