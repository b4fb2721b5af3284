package atoll.workload;

import atoll.kernel.Memory;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One append-only file with any number of readers that can wait for its end to move. Plain file
 * streams, because an interrupted thread closes a channel under everyone else who uses it.
 */
final class OutputFile {
  private final Path path;
  private final long limitBytes;
  private final OutputStream out;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private long length;
  private boolean ended;

  OutputFile(Path path, long limitBytes) throws IOException {
    this.path = path;
    this.limitBytes = limitBytes;
    this.out = new FileOutputStream(path.toFile(), true);
    this.length = path.toFile().length();
  }

  Path path() {
    return path;
  }

  long length() {
    lock.lock();
    try {
      return length;
    } finally {
      lock.unlock();
    }
  }

  void append(byte[] bytes) throws IOException {
    lock.lock();
    try {
      if (ended) throw new IOException("output has ended: " + path);
      if (length > limitBytes) return; // the note is already there
      int kept = (int) Math.min(bytes.length, limitBytes - length);
      write(kept == bytes.length ? bytes : Arrays.copyOf(bytes, kept));
      if (kept < bytes.length) write(note());
    } finally {
      moved.signalAll();
      lock.unlock();
    }
  }

  byte[] read(long offset, int maxBytes) throws IOException {
    if (offset < 0 || maxBytes < 0)
      throw new IllegalArgumentException("negative offset or size: " + offset + ", " + maxBytes);
    long there = length() - offset;
    if (there <= 0 || maxBytes == 0) return new byte[0];
    try (var file = new RandomAccessFile(path.toFile(), "r")) {
      file.seek(offset);
      var bytes = new byte[(int) Math.min(maxBytes, there)];
      file.readFully(bytes);
      return bytes;
    }
  }

  boolean awaitBeyond(long offset, Duration atMost) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = atMost.toNanos();
      while (length <= offset && !ended && left > 0) left = moved.awaitNanos(left);
      return length > offset || !ended;
    } finally {
      lock.unlock();
    }
  }

  void end() throws IOException {
    lock.lock();
    try {
      ended = true;
      moved.signalAll();
      out.close();
    } finally {
      lock.unlock();
    }
  }

  private void write(byte[] bytes) throws IOException {
    out.write(bytes);
    length += bytes.length;
  }

  private byte[] note() {
    return ("\n[atoll: output ends here, this stream keeps " + new Memory(limitBytes) + "]\n")
        .getBytes(StandardCharsets.UTF_8);
  }
}
