package atoll.dms.api;

import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import atoll.kernel.json.StrictJson;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Requests to one node. Uses the JDK's older client: loading the newer one costs a command line
 * more than the rest of its work.
 */
final class HttpCalls {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int READ_MILLIS = 60_000;
  private static final int MAX_ANSWER = 64 << 20;
  private static final StrictJson PROBLEM = new StrictJson(1 << 20, 16);

  private final URI node;
  private final String token;

  HttpCalls(URI node, String token) {
    this.node = node;
    this.token = token;
  }

  Answer get(String path) {
    return call("GET", path, Optional.empty(), Map.of());
  }

  Answer send(String method, String path, byte[] body) {
    return call(method, path, Optional.of(body), Map.of());
  }

  Answer submit(String path, byte[] body, String idempotencyKey) {
    return call("POST", path, Optional.of(body), Map.of("Idempotency-Key", idempotencyKey));
  }

  /** Opens a stream of lines; empty if what it streams is not known. */
  Opened open(String path) throws IOException {
    var connection = connect("GET", path, Map.of());
    int status = status(connection);
    if (status == 200)
      return new Opened(connection, Optional.of(new LineStream(connection.getInputStream())));
    var answer = new Answer(status, read(connection), this);
    connection.disconnect();
    if (status != 404) throw answer.problem();
    return new Opened(connection, Optional.empty());
  }

  AtollException unreachable(IOException cause) {
    return new AtollException(
        ErrorCode.UNREACHABLE,
        "no node answers at " + node + " (" + cause.getMessage() + "); start one with: atoll dev",
        cause);
  }

  private Answer call(
      String method, String path, Optional<byte[]> body, Map<String, String> headers) {
    try {
      var connection = connect(method, path, headers);
      if (body.isPresent()) {
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setFixedLengthStreamingMode(
            body.get().length); // also keeps the client from sending twice by itself
        try (var out = connection.getOutputStream()) {
          out.write(body.get());
        }
      }
      return new Answer(status(connection), read(connection), this);
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  /** Asks for the status first, since some failures to connect show only there. */
  private static int status(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    if (status < 0) throw new IOException("what answers there speaks no HTTP");
    return status;
  }

  private HttpURLConnection connect(String method, String path, Map<String, String> headers)
      throws IOException {
    if (!(node.resolve(path).toURL().openConnection(Proxy.NO_PROXY)
        instanceof HttpURLConnection connection)) throw new IOException("not an http address");
    connection.setRequestMethod(method);
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(READ_MILLIS);
    connection.setInstanceFollowRedirects(false); // the token is for this node only
    connection.setUseCaches(false);
    connection.setRequestProperty("Authorization", "Bearer " + token);
    connection.setRequestProperty("Accept", "application/json");
    headers.forEach(connection::setRequestProperty);
    return connection;
  }

  private static byte[] read(HttpURLConnection connection) throws IOException {
    try (InputStream in =
        connection.getResponseCode() < 400
            ? connection.getInputStream()
            : connection.getErrorStream()) {
      if (in == null) return new byte[0];
      var body = in.readNBytes(MAX_ANSWER + 1);
      if (body.length > MAX_ANSWER)
        throw new IOException("the answer is larger than " + MAX_ANSWER + " bytes");
      return body;
    }
  }

  /** A stream and the connection it comes on, which closing ends. */
  static final class Opened implements Closeable {
    private final HttpURLConnection connection;
    private final Optional<LineStream> lines;

    Opened(HttpURLConnection connection, Optional<LineStream> lines) {
      this.connection = connection;
      this.lines = lines;
    }

    boolean isEmpty() {
      return lines.isEmpty();
    }

    LineStream get() {
      return lines.orElseThrow();
    }

    /** Drops the connection, since reading the rest of a followed stream would last for ever. */
    @Override
    public void close() {
      connection.disconnect();
    }
  }

  /** A whole answer. */
  record Answer(int status, byte[] body, HttpCalls from) {
    <T> T as(Class<T> type) {
      requireSuccess();
      return ApiJson.read(body, type);
    }

    <T> Optional<T> unlessUnknown(Function<Answer, T> reading) {
      return status == 404 ? Optional.empty() : Optional.of(reading.apply(this));
    }

    void requireSuccess() {
      if (status < 200 || status > 299) throw problem();
    }

    /** What the node says is wrong, with its code. */
    AtollException problem() {
      try {
        var fields = Fields.of(PROBLEM.read(body));
        var message = new StringBuilder(fields.text("detail"));
        fields.texts("problems").forEach(problem -> message.append("\n  ").append(problem));
        return new AtollException(
            ErrorCode.valueOf(fields.text("code").toUpperCase(Locale.ROOT)), message.toString());
      } catch (MalformedJsonException | IllegalArgumentException e) {
        return new AtollException(
            ErrorCode.UNREACHABLE,
            "what answers at " + from.node + " is not a node of ours: status " + status,
            e);
      }
    }
  }
}
