package atoll.workload.wasm;

import atoll.kernel.Memory;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
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

  private static final int BOOTS_AT_ONCE = 4;

  private final WasmChildOptions options;
  private final Semaphore booting = new Semaphore(BOOTS_AT_ONCE);
  private @Nullable Child spare;
  private boolean proven;
  private boolean closed;

  /** Launches the first child, and returns without waiting until it is ready. */
  public WarmChildren(WasmChildOptions options) {
    this.options = options;
    launchSpare();
  }

  /** What keeps children from starting, if anything does; waits for the first to become ready. */
  Optional<String> obstacle() {
    try {
      var child = spareUnlessProven();
      if (child.isPresent()) awaitReady(child.get());
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted while starting a child process");
    }
  }

  private synchronized Optional<Child> spareUnlessProven() throws IOException {
    if (closed) throw new IOException("the WebAssembly executor is closed");
    if (proven) return Optional.empty();
    if (spare == null) spare = Child.launch(options, warmHeapBytes());
    return Optional.of(spare);
  }

  /**
   * A child that waits for its module: the spare one if it is large enough. Call {@link #refill}
   * once that module runs.
   */
  Child ready(Memory memory, int moduleBytes) throws IOException, InterruptedException {
    booting.acquire();
    try {
      var child = take(heapBytes(memory, moduleBytes));
      awaitReady(child);
      return child;
    } finally {
      booting.release();
    }
  }

  private void awaitReady(Child child) throws IOException, InterruptedException {
    child.awaitReady(READY_SECONDS);
    synchronized (this) {
      proven = true;
    }
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

  /** Launches a spare child if there is none. Returns at once. */
  void refill() {
    Thread.ofVirtual().name("wasm-refill").start(this::launchSpare);
  }

  private synchronized void launchSpare() {
    if (closed || spare != null) return;
    try {
      spare = Child.launch(options, warmHeapBytes());
    } catch (IOException e) {
      proven = false; // whoever asks next launches one itself and is told why it fails
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
