package atoll.ensemble;

import java.nio.file.Path;

/**
 * The files that an ensemble file names: scripts, keys, WebAssembly modules. They are read on the
 * client's side, relative to the ensemble file's folder (DMS §6.1).
 */
public interface SourceFiles {
  /**
   * Reads one file whole. Never throws for what the file is or is not; may block on the disk.
   *
   * @param path as the ensemble file has it; one that leaves the folder is allowed, since it is the
   *     user's own machine
   * @param maxBytes more is refused before it is read
   */
  Contents read(String path, int maxBytes);

  /** What became of reading a file. */
  sealed interface Contents {
    record Found(byte[] bytes) implements Contents {}

    /**
     * @param why for people: what is wrong with the file, without its name
     */
    record Unreadable(String why) implements Contents {}
  }

  /** The files of this machine, relative to {@code folder}. */
  static SourceFiles in(Path folder) {
    return new FolderFiles(folder);
  }

  /** No files at all, for where an ensemble must bring everything itself. */
  static SourceFiles none() {
    return (_, _) -> new Contents.Unreadable("files are not read here");
  }
}
