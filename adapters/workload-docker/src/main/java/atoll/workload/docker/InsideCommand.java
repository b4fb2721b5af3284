package atoll.workload.docker;

import atoll.workload.CapturedOutput.Stream;
import atoll.workload.Run.ExecResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One command that is run inside a container, and what it wrote, at most 1 MiB of each stream. */
final class InsideCommand implements Frames.Sink {
  private static final int MAX_BYTES = 1 << 20;

  /** As {@code timeout(1)} has it. */
  private static final int OUT_OF_TIME = 124;

  private final Engine engine;
  private final String container;
  private final Map<Stream, ByteArrayOutputStream> written = new EnumMap<>(Stream.class);

  InsideCommand(Engine engine, String container) {
    this.engine = engine;
    this.container = container;
    for (var stream : Stream.values()) written.put(stream, new ByteArrayOutputStream());
  }

  /**
   * Runs it to its end. One that takes longer than {@code timeout} is killed and answers 124, with
   * what it wrote by then.
   */
  ExecResult run(List<String> argv, Duration timeout) throws InterruptedException {
    var exec = engine.prepareExec(container, argv);
    try (var stream = engine.startExec(exec)) {
      var ended = new CompletableFuture<@Nullable Void>();
      Thread.startVirtualThread(() -> {
        try {
          Frames.read(stream.bytes(), this);
          ended.complete(null);
        } catch (IOException | RuntimeException e) {
          ended.completeExceptionally(e);
        }
      });
      try {
        var _ = ended.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        return result(engine.exec(exec).exitCode());
      } catch (TimeoutException _) {
        kill(exec);
        return result(OUT_OF_TIME);
      } catch (InterruptedException e) {
        kill(exec);
        throw e;
      } catch (ExecutionException e) {
        throw EngineException.unreachable(engine.address(), e.getCause());
      }
    }
  }

  @Override
  public void accept(Stream stream, byte[] bytes) {
    synchronized (written) {
      var text = textOf(stream);
      text.write(bytes, 0, Math.min(bytes.length, MAX_BYTES - text.size()));
    }
  }

  private ExecResult result(int exitCode) {
    synchronized (written) {
      return new ExecResult(
          exitCode,
          textOf(Stream.STDOUT).toString(StandardCharsets.UTF_8),
          textOf(Stream.STDERR).toString(StandardCharsets.UTF_8));
    }
  }

  private ByteArrayOutputStream textOf(Stream stream) {
    return java.util.Objects.requireNonNull(written.get(stream));
  }

  /**
   * The engine has no order for this, so another command kills it by its number inside, which the
   * kernel tells. Where that cannot be told (another machine, no shell in the image) the command
   * lives until its container ends.
   */
  private void kill(String exec) {
    numberInside(engine.exec(exec).pid())
        .ifPresent(number -> {
          var killing =
              engine.prepareExec(container, List.of("/bin/sh", "-c", "kill -9 " + number));
          engine.startExec(killing).close();
        });
  }

  private java.util.OptionalLong numberInside(long pid) {
    var process = Path.of("/proc", Long.toString(pid));
    try {
      if (pid <= 0 || !Files.readString(process.resolve("cgroup")).contains(container))
        return java.util.OptionalLong.empty();
      for (var line : Files.readAllLines(process.resolve("status"))) {
        if (!line.startsWith("NSpid:")) continue;
        var numbers = line.strip().split("\\s+");
        return java.util.OptionalLong.of(Long.parseLong(numbers[numbers.length - 1]));
      }
    } catch (IOException _) {
      // it ended meanwhile, or is on another machine
    }
    return java.util.OptionalLong.empty();
  }
}
