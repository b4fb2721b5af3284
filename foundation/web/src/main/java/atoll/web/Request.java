package atoll.web;

import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import atoll.kernel.Ticker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.Fields;

/** What a caller asks. Belongs to the thread that answers it. */
public final class Request {
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,256}");

  private static final int BUFFER = 64 << 10;

  private final org.eclipse.jetty.server.Request asked;
  private final Map<String, String> parameters;
  private final int maxBodyBytes;
  private final Duration bodyTime;
  private final Ticker ticker;

  Request(
      org.eclipse.jetty.server.Request asked,
      Map<String, String> parameters,
      int maxBodyBytes,
      Duration bodyTime,
      Ticker ticker) {
    this.asked = asked;
    this.parameters = parameters;
    this.maxBodyBytes = maxBodyBytes;
    this.bodyTime = bodyTime;
    this.ticker = ticker;
  }

  /** The address that the connection comes from. */
  public InetAddress peer() {
    return ((InetSocketAddress) asked.getConnectionMetaData().getRemoteSocketAddress())
        .getAddress();
  }

  /** The address of this machine that the connection came to. */
  public InetAddress reached() {
    return ((InetSocketAddress) asked.getConnectionMetaData().getLocalSocketAddress()).getAddress();
  }

  /** A parameter of the path; the route must have it. */
  public String path(String name) {
    var value = parameters.get(name);
    if (value == null) throw new IllegalArgumentException("no parameter " + name + " in this path");
    return value;
  }

  /**
   * A parameter of the query.
   *
   * @throws AtollException with {@code BAD_REQUEST} if it is given twice
   */
  public Optional<String> query(String name) {
    var values = queries(name);
    if (values.size() > 1)
      throw new AtollException(
          ErrorCode.BAD_REQUEST, "query parameter " + name + " is given twice");
    return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
  }

  /** Every value of a parameter of the query that may be given many times. */
  public List<String> queries(String name) {
    return query().getValuesOrEmpty(name);
  }

  /** The query as it was sent, with its escapes; empty if there is none. */
  public String rawQuery() {
    var query = asked.getHttpURI().getQuery();
    return query == null ? "" : query;
  }

  private Fields query() {
    if (asked.getHttpURI().getQuery() == null) return Fields.EMPTY;
    try {
      return org.eclipse.jetty.server.Request.extractQueryParameters(asked);
    } catch (RuntimeException e) {
      throw new AtollException(
          ErrorCode.BAD_REQUEST, "the query of the address cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * True if the parameter is {@code true} or has no value, false if it is {@code false} or absent.
   */
  public boolean flag(String name) {
    return switch (query(name).orElse("false")) {
      case "", "true" -> true;
      case "false" -> false;
      default ->
          throw new AtollException(
              ErrorCode.BAD_REQUEST, "query parameter " + name + " is neither true nor false");
    };
  }

  /** A number of the query, zero or more. */
  public long number(String name, long unlessGiven) {
    var text = query(name);
    if (text.isEmpty()) return unlessGiven;
    if (!text.get().matches("\\d{1,18}"))
      throw new AtollException(
          ErrorCode.BAD_REQUEST,
          "query parameter " + name + " is not a whole number, zero or more");
    return Long.parseLong(text.get());
  }

  /**
   * Refuses query parameters that the route does not know, since a misspelt one would be silently
   * ignored.
   */
  public void allowOnlyQuery(String... names) {
    var known = List.of(names);
    for (var given : query().getNames())
      if (!known.contains(given))
        throw new AtollException(
            ErrorCode.BAD_REQUEST,
            "query parameter "
                + given
                + " is not known here"
                + (known.isEmpty() ? "" : ", these are: " + String.join(", ", known)));
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(asked.getHeaders().get(name));
  }

  /** Every line of a header that may be sent many times, in their order. */
  public List<String> headers(String name) {
    return asked.getHeaders().getValuesList(name);
  }

  /** The token of an {@code Authorization: Bearer} header. */
  public Optional<String> bearer() {
    return header("Authorization")
        .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
        .map(value -> value.substring(7).strip());
  }

  /**
   * The caller's own name for what it asks, so that asking twice does it once.
   *
   * @throws AtollException with {@code BAD_REQUEST} if it is not 1 to 256 visible ASCII characters
   */
  public Optional<String> idempotencyKey() {
    return header("Idempotency-Key")
        .map(key -> {
          if (!KEY.matcher(key).matches())
            throw new AtollException(
                ErrorCode.BAD_REQUEST, "Idempotency-Key is not 1 to 256 visible ASCII characters");
          return key;
        });
  }

  /** Where what comes of a body is kept. */
  @FunctionalInterface
  public interface Room {
    /**
     * @throws RefusedException if there is none
     */
    void take(int bytes) throws InterruptedException;
  }

  /**
   * Reads the whole body; at most the route's limit is ever held.
   *
   * @throws RefusedException if it is larger, comes too slowly, or breaks off
   */
  public byte[] body() {
    try {
      return body(_ -> {});
    } catch (InterruptedException e) {
      throw new IllegalStateException("nothing was waited for", e);
    }
  }

  /**
   * The same, and room is taken for each piece as it comes, so that who sends nothing takes none.
   *
   * @throws RefusedException if there is no room, too
   */
  public byte[] body(Room room) throws InterruptedException {
    if (asked.getLength() > maxBodyBytes) throw tooLarge();
    long start = ticker.nanos();
    var body =
        new ByteArrayOutputStream(Math.clamp(asked.getLength(), 512, BUFFER)); // more once it came
    var chunk = new byte[8192];
    try {
      var in = org.eclipse.jetty.server.Request.asInputStream(asked);
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        if (body.size() + n > maxBodyBytes) throw tooLarge();
        if (ticker.nanos() - start > bodyTime.toNanos()) throw tooSlow();
        room.take(n);
        body.write(chunk, 0, n);
      }
    } catch (IOException e) {
      if (e.getCause() instanceof TimeoutException) throw tooSlow();
      throw new RefusedException(
          new Problem(400, ErrorCode.BAD_REQUEST, "the body broke off: " + e.getMessage()));
    }
    return body.toByteArray();
  }

  private RefusedException tooLarge() {
    return new RefusedException(
        new Problem(
            413,
            ErrorCode.BAD_REQUEST,
            "the body is larger than " + maxBodyBytes + " bytes, the most that is read here"));
  }

  private RefusedException tooSlow() {
    return new RefusedException(
        new Problem(
            408,
            ErrorCode.TIMED_OUT,
            "the body did not arrive within " + bodyTime.toSeconds() + " s"));
  }
}
