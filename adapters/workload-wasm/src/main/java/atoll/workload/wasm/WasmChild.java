package atoll.workload.wasm;

import atoll.workload.wasm.Frame.Kind;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * The main program of a child process: gets warm, says so, waits for one module on its standard
 * input, runs it, and ends. Ends at once when its standard input does, because its parent is gone;
 * signals meant for the parent's terminal do not end it.
 */
public final class WasmChild {
  private static final int STACK_BYTES = 8 << 20;
  private static final int WARM_UP_ROUNDS = 30;
  private static final int TRAPPED = 134; // as a shell reports an aborted process

  private final DataInputStream in;
  private final OutputStream out;
  private final CountDownLatch watch = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);

  private WasmChild(DataInputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  public static void main(String[] arguments) throws Exception {
    System.setOut(System.err); // stdout carries frames and nothing else
    new WasmChild(
            new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in))),
            new FileOutputStream(FileDescriptor.out))
        .live();
  }

  private void live() throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::awaitDone));
    Thread.ofPlatform().daemon().start(this::endWithParent);
    var module = new Thread(null, this::serve, "module", STACK_BYTES);
    module.start();
    module.join();
    done.countDown();
  }

  /** On a thread with a deep stack, which has got warm before the module comes. */
  private void serve() {
    try {
      var sample = sample();
      warmUp(sample);
      send(Frame.of(Kind.READY));
      for (int i = 1; i < WARM_UP_ROUNDS && in.available() == 0; i++) warmUp(sample);
      var request = ModuleRequest.readFrom(in);
      watch.countDown();
      run(request, this::send);
      Runtime.getRuntime().halt(0);
    } catch (EOFException _) {
      // The parent is gone, or wants no module: nothing is left to do.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ModuleRequest sample() throws IOException {
    try (var module = WasmChild.class.getResourceAsStream("warm-up.wasm")) {
      if (module == null) throw new IOException("warm-up.wasm is not on the class path");
      return new ModuleRequest(
          16, Path.of("/"), List.of("module", "warm"), Map.of("K", "v"), module.readAllBytes());
    }
  }

  /**
   * Does everything that a request needs, but for sending. The first round loads what that takes,
   * further ones make it quick.
   */
  private static void warmUp(ModuleRequest sample) throws IOException {
    var pipe = new ByteArrayOutputStream();
    sample.writeTo(new DataOutputStream(pipe));
    var received = new DataInputStream(new ByteArrayInputStream(pipe.toByteArray()));
    var frames = new ByteArrayOutputStream();
    run(ModuleRequest.readFrom(received), frame -> frame.writeTo(frames));
  }

  private static void run(ModuleRequest request, FrameStream.Sender parent) throws IOException {
    LinkedModule module;
    try {
      module =
          LinkedModule.link(
              request, new FrameStream(Kind.OUT, parent), new FrameStream(Kind.ERR, parent));
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      parent.send(Frame.of(Kind.REFUSED, LinkedModule.inWords(e)));
      return;
    }
    parent.send(Frame.of(Kind.STARTED));
    switch (module.run()) {
      case LinkedModule.End.Exited(var code) -> parent.send(Frame.exited(code));
      case LinkedModule.End.Trapped(var why) -> {
        parent.send(Frame.of(Kind.ERR, "atoll: the module trapped: " + why, "\n"));
        parent.send(
            module.memoryIsNearlyExhausted() ? Frame.of(Kind.EXHAUSTED) : Frame.exited(TRAPPED));
      }
    }
  }

  private synchronized void send(Frame frame) throws IOException {
    frame.writeTo(out);
  }

  private void endWithParent() {
    try {
      watch.await(); // until then the request is read, which notices by itself
      while (in.read() >= 0) {}
    } catch (IOException | InterruptedException _) {
      // The pipe is as gone as its writer.
    }
    Runtime.getRuntime().halt(1);
  }

  private void awaitDone() {
    try {
      done.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
