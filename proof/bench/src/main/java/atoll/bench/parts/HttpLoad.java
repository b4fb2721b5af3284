package atoll.bench.parts;

import static java.nio.charset.StandardCharsets.US_ASCII;

import atoll.bench.Stopwatch;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * As many requests of one kind as some connections make, each after the answer to the one before;
 * on bare sockets, since the client shares the machine with what is measured.
 *
 * @param request whole, with its headers
 */
record HttpLoad(int port, String request, int connections) {
  private static final String TRIVIAL =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

  /**
   * What came of it.
   *
   * @param processorMicros of this whole process for each request; on a machine that does nothing
   *     else it would be as many a second as these fit into its processors
   */
  record Outcome(double perSecond, double p99Millis, double processorMicros) {}

  /** What is done with the body of each answer, before the next request. */
  @FunctionalInterface
  interface Then {
    void with(String body) throws InterruptedException;
  }

  static String post(String path, String json) {
    return "POST "
        + path
        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
        + json.length()
        + "\r\n\r\n"
        + json;
  }

  /**
   * @throws IllegalStateException if an answer is not 200
   */
  Outcome run(long nanos, Then then) throws InterruptedException {
    var latencies = new long[connections][];
    var wrong = new AtomicLong();
    var drivers = new ArrayList<Thread>();
    var watch = new Stopwatch();
    long processorBegun = Stopwatch.processNanos();
    for (int i = 0; i < connections; i++) {
      int mine = i;
      drivers.add(
          Thread.ofVirtual()
              .start(() -> {
                try {
                  latencies[mine] = drive(watch, nanos, then);
                } catch (IOException | InterruptedException | RuntimeException e) {
                  latencies[mine] = new long[0];
                  wrong.incrementAndGet();
                }
              }));
    }
    for (var driver : drivers) driver.join();
    var time = watch.stop();
    long processor = Stopwatch.processNanos() - processorBegun;
    if (wrong.get() > 0) throw new IllegalStateException(wrong + " connections were refused");
    var all = Arrays.stream(latencies).flatMapToLong(Arrays::stream).sorted().toArray();
    return new Outcome(
        time.perSecond(all.length),
        all[(int) (all.length * 0.99)] / 1e6,
        processor / 1e3 / all.length);
  }

  private long[] drive(Stopwatch watch, long nanos, Then then)
      throws IOException, InterruptedException {
    var latencies = new long[1 << 12];
    int n = 0;
    var bytes = request.getBytes(US_ASCII);
    try (var line = new Line(port)) {
      while (watch.elapsed() < nanos) {
        long sent = watch.elapsed();
        then.with(line.exchange(bytes));
        if (n == latencies.length) latencies = Arrays.copyOf(latencies, 2 * n);
        latencies[n++] = watch.elapsed() - sent;
      }
    }
    return Arrays.copyOf(latencies, n);
  }

  /** A connection, and the next one where a server ends it after each answer. */
  private static final class Line implements AutoCloseable {
    private final int port;
    private Socket socket = new Socket();
    private InputStream in = InputStream.nullInputStream();

    Line(int port) {
      this.port = port;
    }

    String exchange(byte[] request) throws IOException {
      if (!socket.isConnected() || socket.isClosed()) {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
      }
      socket.getOutputStream().write(request);
      var answer = read(in);
      if (answer.isLast()) socket.close();
      return answer.body();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  /**
   * What was read, of a request or an answer.
   *
   * @param isLast whether the connection ends with it
   */
  private record Whole(String body, boolean isLast) {}

  private static Whole read(InputStream in) throws IOException {
    var first = line(in);
    int length = 0;
    boolean isLast = false;
    for (var line = line(in); !line.isEmpty(); line = line(in))
      if (line.regionMatches(true, 0, "content-length:", 0, 15))
        length = Integer.parseInt(line.substring(15).strip());
      else if (line.equalsIgnoreCase("connection: close")) isLast = true;
    var body = new String(in.readNBytes(length), US_ASCII);
    if (first.startsWith("HTTP/") && !first.startsWith("HTTP/1.1 200"))
      throw new IllegalStateException(first);
    return new Whole(body, isLast);
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) throw new IOException("closed");
      if (c != '\r') line.append((char) c);
    }
    return line.toString();
  }

  /** A container that answers {@code {}} at once to whatever it is sent. */
  static ServerSocket trivialContainer() throws IOException {
    var server = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
    Thread.ofVirtual()
        .start(() -> {
          try {
            while (true) {
              var socket = server.accept();
              Thread.ofVirtual().start(() -> serve(socket));
            }
          } catch (IOException closed) {
            return;
          }
        });
    return server;
  }

  private static void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      var in = new BufferedInputStream(socket.getInputStream());
      while (true) {
        var _ = read(in);
        socket.getOutputStream().write(TRIVIAL.getBytes(US_ASCII));
      }
    } catch (IOException gone) {
      return;
    }
  }
}
