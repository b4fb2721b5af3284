package atoll.acceptance.terminal;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A command that was typed and has not ended yet, in a process group of its own as in a terminal.
 */
public record Running(String command, Process process, Path said, long begun)
    implements AutoCloseable {

  public long pid() {
    return process.pid();
  }

  public String out() {
    return read("out");
  }

  public String err() {
    return read("err");
  }

  /** Waits until {@code reached}; fails if the command ends before or it takes too long. */
  public Running until(String what, Duration limit, BooleanSupplier reached) {
    try {
      await(what)
          .atMost(limit)
          .pollInterval(Duration.ofMillis(50))
          .until(() -> reached.getAsBoolean() || !process.isAlive());
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("not in time: " + what + "\n" + soFar(), e);
    }
    if (!reached.getAsBoolean()) throw new AssertionError("ended before: " + what + "\n" + soFar());
    return this;
  }

  /** Presses ^C: every process of the group gets the signal, as from a terminal. */
  public Running pressControlC() {
    return signal("INT", "-" + pid());
  }

  public Running signal(String name) {
    return signal(name, Long.toString(pid()));
  }

  private Running signal(String name, String target) {
    try {
      new ProcessBuilder("kill", "-" + name, "--", target).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return this;
  }

  public Answer end(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
        throw new AssertionError("not ended after " + limit.toSeconds() + " s\n" + soFar());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
    return soFar();
  }

  private Answer soFar() {
    var took = Duration.ofNanos(System.nanoTime() - begun);
    int code = process.isAlive() ? -1 : process.exitValue();
    return new Answer(command, code, out(), err(), took);
  }

  private String read(String stream) {
    try {
      return Files.readString(said.resolve(stream));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends whatever of it still runs. */
  @Override
  public void close() {
    if (process.isAlive()) signal("KILL", "-" + pid());
  }
}
