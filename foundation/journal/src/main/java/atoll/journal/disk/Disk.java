package atoll.journal.disk;

import java.io.IOException;
import java.util.List;

/**
 * One folder of files, as a journal needs it. Which names are there is durable after {@link
 * #forceNames}, what is in a file after {@link DiskFile#force}; before that a crash may lose any of
 * it, a sector of 512 bytes at a time. Interruption of a thread is not heeded.
 */
public interface Disk extends AutoCloseable {
  /** The names of all files, in order. */
  List<String> files() throws IOException;

  /** An empty file, in place of one that has the name. */
  DiskFile create(String name) throws IOException;

  DiskFile open(String name) throws IOException;

  /** Replaces a file that has the new name, at one stroke. */
  void rename(String from, String to) throws IOException;

  void delete(String name) throws IOException;

  void forceNames() throws IOException;

  /** How many bytes may still be written, as far as is known. */
  long freeBytes() throws IOException;

  /** The folder, as a person types it. */
  String folder();

  /** A file, as a person types it. */
  String path(String name);

  /** Lets another process have the folder. */
  @Override
  void close();
}
