package atoll.bench.program;

import atoll.bench.Bench;
import atoll.bench.Effort;
import atoll.bench.Measurement;
import atoll.bench.Samples;
import atoll.bench.Scratch;
import atoll.bench.Stopwatch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How long {@code ./atoll dev} takes until it says, on its own port, that it is ready. */
public final class DevReady implements Bench {
  private static final Duration LOOK_EVERY = Duration.ofMillis(5);
  private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(40);
  private static final int READY = 200;

  private final Path root;
  private final HttpClient client = HttpClient.newHttpClient();

  public DevReady(Path root) {
    this.root = root;
  }

  @Override
  public List<Measurement> measure(Effort effort) throws Exception {
    try (var scratch = new Scratch()) {
      var checkout = new Checkout(root, scratch.root());
      checkout.build();
      if (effort == Effort.FULL) secondsUntilReady(checkout);
      var samples = new double[effort.times(9, 1)];
      var raw = new double[samples.length];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = secondsUntilReady(checkout);
        raw[i] = BareJvm.startMillis() / 1e3;
      }
      return List.of(
          Measurement.of("dev-ready", Samples.of(samples)).beside(BareJvm.WHAT, Samples.of(raw)));
    }
  }

  private double secondsUntilReady(Checkout checkout) throws IOException, InterruptedException {
    int port = freePort();
    var question =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/ready")).build();
    var output = checkout.home().resolve("dev.log");
    var dev = checkout.atoll("dev", "--port", Integer.toString(port));
    var watch = new Stopwatch();
    var process = dev.start(output.toFile());
    try {
      if (!Progress.await(process, LOOK_EVERY, GIVE_UP_AFTER, () -> isReady(question)))
        throw new IllegalStateException("not ready, having written: " + Files.readString(output));
      return watch.elapsed() / 1e9;
    } finally {
      process.destroy();
      if (!process.waitFor(20, TimeUnit.SECONDS)) process.destroyForcibly();
    }
  }

  private boolean isReady(HttpRequest question) throws InterruptedException {
    try {
      return client.send(question, BodyHandlers.discarding()).statusCode() == READY;
    } catch (IOException e) {
      return false; // nobody listens yet
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
