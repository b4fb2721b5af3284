package atoll.infernet;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures how fast jobs are accepted, and prints it: {@code JobLoad <connections> <seconds>}. Not
 * a test, since what it says depends on the machine.
 */
final class JobLoad {
  private static final String ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

  private JobLoad() {}

  public static void main(String[] args) throws Exception {
    int connections = Integer.parseInt(args[0]);
    int seconds = Integer.parseInt(args[1]);
    try (var container = new ServerSocket(0, 256, InetAddress.ofLiteral("127.0.0.1"))) {
      Thread.ofVirtual().start(() -> serve(container));
      var config =
          "{\"id\":\"c\",\"url\":\"http://127.0.0.1:%d\"}".formatted(container.getLocalPort());
      try (var node =
          TestNode.of(
              ",\"server\":{\"port\":0,\"rate_limit\":{\"num_requests\":1000000000,\"period\":1}}",
              config)) {
        if (args.length > 2) {
          System.out.println("port " + node.port());
          new CountDownLatch(1).await();
        }
        var body = "{\"containers\":[\"c\"],\"data\":{\"a\":1}}";
        var post =
            "POST /api/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: "
                + body.length()
                + "\r\n\r\n"
                + body;
        var get = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";
        for (int round = 0; round < 3; round++) {
          measure("GET /health", node.port(), get, connections, seconds);
          measure("POST /api/jobs", node.port(), post, connections, seconds);
          while (node.get("/info").json().get("pending").get("offchain").intValue() > 0)
            Thread.onSpinWait();
        }
      }
    }
  }

  private static void measure(String what, int port, String request, int connections, int seconds)
      throws Exception {
    var latencies = new long[connections][];
    var wrong = new AtomicLong();
    var open = new CountDownLatch(connections);
    long start = System.nanoTime();
    long end = start + seconds * 1_000_000_000L;
    for (int i = 0; i < connections; i++) {
      int mine = i;
      Thread.ofVirtual()
          .start(() -> {
            try (var socket = new Socket("127.0.0.1", port)) {
              socket.setTcpNoDelay(true);
              latencies[mine] = drive(socket, request.getBytes(US_ASCII), end, wrong);
            } catch (IOException e) {
              latencies[mine] = new long[0];
              wrong.incrementAndGet();
            } finally {
              open.countDown();
            }
          });
    }
    open.await();
    double took = (System.nanoTime() - start) / 1e9;
    var all = Arrays.stream(latencies).flatMapToLong(Arrays::stream).sorted().toArray();
    System.out.printf(
        Locale.ROOT,
        "%s: %.0f /s, p50 %.2f ms, p99 %.2f ms, %d not accepted%n",
        what,
        all.length / took,
        all[all.length / 2] / 1e6,
        all[(int) (all.length * 0.99)] / 1e6,
        wrong.get());
  }

  private static long[] drive(Socket socket, byte[] request, long end, AtomicLong wrong)
      throws IOException {
    var in = new BufferedInputStream(socket.getInputStream(), 8192);
    var out = socket.getOutputStream();
    var latencies = new long[1 << 16];
    int n = 0;
    while (System.nanoTime() < end) {
      long sent = System.nanoTime();
      out.write(request);
      if (!read(in).startsWith("HTTP/1.1 200")) wrong.incrementAndGet();
      if (n == latencies.length) latencies = Arrays.copyOf(latencies, 2 * n);
      latencies[n++] = System.nanoTime() - sent;
    }
    return Arrays.copyOf(latencies, n);
  }

  /** Reads a message with its body, and returns its first line. */
  private static String read(InputStream in) throws IOException {
    var first = line(in);
    int length = 0;
    for (var line = line(in); !line.isEmpty(); line = line(in))
      if (line.regionMatches(true, 0, "content-length:", 0, 15))
        length = Integer.parseInt(line.substring(15).strip());
    in.skipNBytes(length);
    return first;
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) throw new IOException("closed");
      if (c != '\r') line.append((char) c);
    }
    return line.toString();
  }

  private static void serve(ServerSocket container) {
    try {
      while (true) {
        var socket = container.accept();
        socket.setTcpNoDelay(true);
        Thread.ofVirtual()
            .start(() -> {
              try (socket) {
                var in = new BufferedInputStream(socket.getInputStream());
                while (true) {
                  var _ = read(in);
                  socket.getOutputStream().write(ANSWER.getBytes(US_ASCII));
                }
              } catch (IOException _) {
                // the node went
              }
            });
      }
    } catch (IOException _) {
      // the measurement is over
    }
  }
}
