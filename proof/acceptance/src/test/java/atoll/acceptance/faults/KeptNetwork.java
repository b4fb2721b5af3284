package atoll.acceptance.faults;

import atoll.acceptance.terminal.Dev;
import atoll.acceptance.terminal.Shell;
import atoll.dms.api.AtollApi;
import atoll.dms.api.HttpApi;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A network that keeps its state in a folder, in a process that can be killed. */
record KeptNetwork(Dev dev, AtollApi api) implements AutoCloseable {
  private static final Duration DEAD = Duration.ofSeconds(30);

  static KeptNetwork start(Shell shell, Path data) throws IOException {
    var dev = Dev.start(shell, "./atoll dev --nodes 2 --port 0 --data " + data);
    var token = Files.readString(shell.home().resolve(".atoll/token")).strip();
    return new KeptNetwork(dev, new HttpApi(URI.create("http://127.0.0.1:" + dev.port()), token));
  }

  /** Ends the process without a word, as {@code kill -9} does, and waits until it is gone. */
  void kill() {
    if (dev.running().process().isAlive()) dev.running().signal("KILL");
    var _ = dev.running().end(DEAD);
  }

  @Override
  public void close() {
    api.close();
    dev.close();
  }
}
