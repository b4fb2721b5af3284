package atoll.web;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class StreamTest {
  private static final Limits LIMITS =
      new Limits(10, 4096, Duration.ofSeconds(5), Duration.ofSeconds(20), 64, 8);

  @Test
  void eachLineArrivesWhenItIsWritten() throws Exception {
    var lines = new SynchronousQueue<String>();
    try (var server =
            serving(outlet -> {
              for (var line = lines.take(); !line.equals("end"); line = lines.take())
                outlet.line(line);
            });
        var in = reader(server)) {
      lines.put("one");
      assertThat(in.readLine()).isEqualTo("one");
      lines.put("two");
      assertThat(in.readLine()).isEqualTo("two");
      lines.put("end");
      assertThat(in.readLine()).isNull();
    }
  }

  @Test
  void aWriterWaitsForASlowReaderAndEndsWhenItGoes() throws Exception {
    var written = new AtomicLong();
    var ended = new CompletableFuture<Throwable>();
    try (var server =
            serving(outlet -> {
              try {
                while (true) {
                  outlet.line("x".repeat(10_000));
                  written.incrementAndGet();
                }
              } catch (RuntimeException e) {
                ended.complete(e);
                throw e;
              }
            });
        var raw = new RawConnection(server.port())) {
      raw.say("GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(raw.head()).startsWith("HTTP/1.1 200");
      var seen = new AtomicLong(-1);
      Awaitility.await()
          .pollInterval(Duration.ofMillis(300))
          .until(() -> seen.getAndSet(written.get()) == written.get());
      assertThat(written.get() * 10_000).as("bytes that wait for the reader").isLessThan(64 << 20);
      assertThat(ended).isNotDone();
      raw.close();
      assertThat(ended.get(10, SECONDS)).isInstanceOf(Outlet.ReaderGoneException.class);
    }
  }

  @Test
  void aStreamThatFailsIsBrokenOffSoThatTheReaderKnows() throws Exception {
    try (var server =
            serving(outlet -> {
              outlet.line("one");
              throw new IllegalStateException("the source failed");
            });
        var in = reader(server)) {
      assertThat(in.readLine()).isEqualTo("one");
      assertThatThrownBy(in::readLine).isInstanceOf(IOException.class);
    }
  }

  @Test
  void stoppingTheServerEndsItsStreams() throws Exception {
    var interrupted = new CountDownLatch(1);
    var server =
        serving(outlet -> {
          outlet.line("one");
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
          }
        });
    try (var in = reader(server)) {
      assertThat(in.readLine()).isEqualTo("one");
      server.close();
      assertThat(interrupted.await(10, SECONDS)).isTrue();
      assertThatThrownBy(in::readLine).isInstanceOf(IOException.class);
    }
  }

  private static WebServer serving(Response.Source source) {
    var route = Route.of(Method.GET, "/stream", _ -> Response.lines(source));
    return WebServer.listen(Bind.loopback(0), List.of(route), LIMITS, new Metrics(), () -> 0);
  }

  private static BufferedReader reader(WebServer server) throws IOException {
    var connection =
        URI.create("http://127.0.0.1:" + server.port() + "/stream").toURL().openConnection();
    connection.setReadTimeout(20_000);
    return new BufferedReader(new InputStreamReader(connection.getInputStream()));
  }
}
