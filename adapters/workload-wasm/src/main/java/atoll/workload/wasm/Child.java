package atoll.workload.wasm;

import atoll.workload.CapturedOutput.Stream;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One child process as its parent sees it, from launch to end; it runs one module at most. What it
 * sends is read by a thread of its own, and not believed further than {@link Frame} checks.
 */
final class Child {
  /** Where a module's output goes. */
  @FunctionalInterface
  interface Sink {
    void append(Stream stream, byte[] bytes) throws IOException;
  }

  /** How a child ended. */
  sealed interface End {
    record Exited(int code) implements End {}

    /** Its memory or heap had reached the limit. */
    record Exhausted() implements End {}

    /** Killed, or broken; {@code why} is for people. */
    record Died(String why) implements End {}
  }

  /** Whether a module was started. */
  sealed interface Answer {
    record Started() implements Answer {}

    record Refused(String why) implements Answer {}
  }

  private static final int HEAP_EXHAUSTED = 3; // how a JVM exits under ExitOnOutOfMemoryError
  private static final int STDERR_TAIL_BYTES = 2000;

  private final Process process;
  private final CompletableFuture<@Nullable Void> ready = new CompletableFuture<>();
  private final CompletableFuture<Answer> answer = new CompletableFuture<>();
  private final CompletableFuture<End> end = new CompletableFuture<>();
  private volatile Sink sink = (_, _) -> {};

  private Child(Process process) {
    this.process = process;
  }

  /** Launches a process that becomes ready by itself. Returns within milliseconds. */
  static Child launch(WasmChildOptions options, long heapBytes) throws IOException {
    var builder = new ProcessBuilder(options.command(heapBytes));
    builder.environment().clear();
    builder.environment().put("LC_ALL", "C.UTF-8"); // file names of the volume
    builder.directory(Path.of("/").toFile());
    var child = new Child(builder.start());
    // Reading a pipe blocks a virtual thread's carrier, so this thread is a real one.
    Thread.ofPlatform()
        .daemon()
        .name("wasm-child-" + child.process.pid())
        .start(child::readToTheEnd);
    return child;
  }

  /**
   * Waits until the child waits for a module.
   *
   * @throws IOException if it died, or is not ready in time; it is dead then
   */
  void awaitReady(int seconds) throws IOException, InterruptedException {
    await(ready, seconds, "did not become ready");
  }

  /**
   * Hands over the child's module, once.
   *
   * @throws IOException if it died, or has not compiled the module in time; it is dead then
   */
  Answer run(ModuleRequest request, Sink output, int seconds)
      throws IOException, InterruptedException {
    sink = output;
    try {
      // Not closed: the end of this stream tells the child that its parent is gone.
      request.writeTo(new DataOutputStream(new BufferedOutputStream(process.getOutputStream())));
    } catch (IOException e) {
      kill();
    }
    return await(answer, seconds, "did not compile the module");
  }

  private <T extends @Nullable Object> T await(
      CompletableFuture<T> future, int seconds, String failure)
      throws IOException, InterruptedException {
    try {
      return future.get(seconds, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause() == null ? failure : e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      kill();
      throw new IOException("the child process " + failure + " within " + seconds + " s", e);
    } catch (InterruptedException e) {
      kill();
      throw e;
    }
  }

  /** Completes when the process is gone and all it wrote has reached the sink. */
  CompletableFuture<End> end() {
    return end.copy();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** Ends it at once; harmless if it has ended. */
  void kill() {
    process.toHandle().destroyForcibly(); // process.destroyForcibly would throw its last words away
  }

  private void readToTheEnd() {
    Optional<End> told = Optional.empty();
    String broken = "";
    try (var in = new DataInputStream(new BufferedInputStream(process.getInputStream()))) {
      for (var frame = Frame.readFrom(in); frame.isPresent(); frame = Frame.readFrom(in)) {
        told = receive(frame.get());
        if (told.isPresent()) break; // a JVM takes 0.3 s more to end by itself
      }
    } catch (IOException e) {
      broken = ": " + e.getMessage();
    }
    kill(); // it has said its last word, or nothing that can be understood
    finish(told, broken);
  }

  private Optional<End> receive(Frame frame) throws IOException {
    switch (frame.kind()) {
      case READY -> ready.complete(null);
      case REFUSED -> answer.complete(new Answer.Refused(frame.text()));
      case STARTED -> answer.complete(new Answer.Started());
      case OUT -> sink.append(Stream.STDOUT, frame.payload());
      case ERR -> sink.append(Stream.STDERR, frame.payload());
      case EXITED -> {
        return Optional.of(new End.Exited(frame.code()));
      }
      case EXHAUSTED -> {
        return Optional.of(new End.Exhausted());
      }
    }
    return Optional.empty();
  }

  private void finish(Optional<End> told, String broken) {
    int status = process.onExit().join().exitValue();
    var died = new End.Died("the child process ended with status " + status + broken + lastWords());
    End how = told.orElse(status == HEAP_EXHAUSTED ? new End.Exhausted() : died);
    var failure = new IOException(died.why());
    ready.completeExceptionally(failure);
    answer.completeExceptionally(failure);
    end.complete(how);
  }

  /** What the JVM itself complained about, and then its pipes are closed. */
  private String lastWords() {
    try (var err = process.getErrorStream();
        var _ = process.getOutputStream()) {
      var text = new String(err.readNBytes(STDERR_TAIL_BYTES), StandardCharsets.UTF_8).strip();
      return text.isEmpty() ? "" : ": " + text.lines().findFirst().orElse("");
    } catch (IOException e) {
      return ""; // a dead process's pipe may be gone, and its status is told anyway
    }
  }
}
