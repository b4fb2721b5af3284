package atoll.workload.wasm;

import atoll.kernel.Memory;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Child processes for modules, one of which is kept ready in advance. A child is handed out once
 * and never comes back, so no two modules ever share a process. Several executors may share this.
 */
public final class WarmChildren implements AutoCloseable {
  /** What a module of usual size can be given in the process that is ready. */
  static final Memory WARM_MEMORY = Memory.ofMebibytes(64);

  private static final int WARM_MODULE_BYTES = 1 << 20;
  private static final long RUNTIME_BYTES = 32L << 20;
  private static final int HEAP_BYTES_PER_MODULE_BYTE = 48;
  private static final int READY_SECONDS = 60;

  private final WasmChildOptions options;
  private @Nullable Child spare;
  private boolean proven;
  private boolean closed;

  /** Launches the first child at once, and returns without waiting until it is ready. */
  public WarmChildren(WasmChildOptions options) {
    this.options = options;
    refill();
  }

  /** What keeps children from starting, if anything does; waits for the first to become ready. */
  Optional<String> obstacle() {
    synchronized (this) {
      if (proven) return Optional.empty();
    }
    try {
      ready(WARM_MEMORY, 0).kill();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted while starting a child process");
    } finally {
      refill();
    }
  }

  /**
   * A child that waits for its module: the spare one if it is large enough. Call {@link #refill}
   * once that module runs.
   */
  Child ready(Memory memory, int moduleBytes) throws IOException, InterruptedException {
    var child = take(heapBytes(memory, moduleBytes));
    child.awaitReady(READY_SECONDS);
    synchronized (this) {
      proven = true;
    }
    return child;
  }

  private Child take(long heapBytes) throws IOException {
    synchronized (this) {
      if (closed) throw new IOException("the WebAssembly executor is closed");
      var child = spare;
      if (child != null && heapBytes <= warmHeapBytes()) {
        spare = null;
        if (child.isAlive()) return child;
      }
    }
    return Child.launch(options, Math.max(heapBytes, warmHeapBytes()));
  }

  /** Launches a spare child if there is none. */
  void refill() {
    synchronized (this) {
      if (closed || spare != null) return;
      try {
        spare = Child.launch(options, warmHeapBytes());
      } catch (IOException e) {
        proven = false; // whoever asks next launches one itself and is told why it fails
      }
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (spare != null) spare.kill();
    spare = null;
  }

  private static long warmHeapBytes() {
    return heapBytes(WARM_MEMORY, WARM_MODULE_BYTES);
  }

  /** Linear memory, the runtime, and the parsed module with what compiling it takes. */
  private static long heapBytes(Memory memory, int moduleBytes) {
    return memory.bytes() + RUNTIME_BYTES + (long) HEAP_BYTES_PER_MODULE_BYTE * moduleBytes;
  }
}
