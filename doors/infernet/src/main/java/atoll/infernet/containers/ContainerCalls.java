package atoll.infernet.containers;

import atoll.actor.Dispatcher;
import atoll.infernet.config.ContainerConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Calls over HTTP with an end: a whole answer comes within its time and its size, or the call is
 * broken off. Nothing is sent twice. Connections are kept for a second, which is less than
 * containers keep them, so that no call meets one that is about to close.
 */
public final class ContainerCalls implements AutoCloseable {
  private static final Timeout TO_CONNECT = Timeout.ofSeconds(5);
  private static final Timeout KEPT = Timeout.ofSeconds(1);
  private static final TimeValue SURE_OPEN = TimeValue.ofMilliseconds(100);
  private static final Duration SWEEP = Duration.ofSeconds(30);

  /** To each container: for calls, and for looks at it beside them. */
  private static final int MOST_CONNECTIONS = ContainerConfig.MOST_CALLS + 8;

  private static final int LONGEST_LINE = 64 << 10;
  private static final int MOST_HEADERS = 256;

  private static final String STOPPING = "the node is stopping";
  private static final ContentType JSON = ContentType.create("application/json");
  private static final RequestConfig CONFIG =
      RequestConfig.custom().setConnectionRequestTimeout(TO_CONNECT).build();

  private final PoolingHttpClientConnectionManager connections;
  private final CloseableHttpClient client;
  private final Dispatcher dispatcher;
  private volatile boolean closed;

  /**
   * @param dispatcher what deadlines wait on
   */
  public ContainerCalls(Dispatcher dispatcher) {
    this.dispatcher = dispatcher;
    connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setConnectionFactory(
                ManagedHttpClientConnectionFactory.builder()
                    .http1Config(
                        Http1Config.custom()
                            .setMaxLineLength(LONGEST_LINE)
                            .setMaxHeaderCount(MOST_HEADERS)
                            .build())
                    .build())
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(TO_CONNECT)
                    .setSocketTimeout(Timeout.DISABLED)
                    .setTimeToLive(KEPT)
                    .setValidateAfterInactivity(SURE_OPEN)
                    .build())
            .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
            .setConnPoolPolicy(PoolReusePolicy.LIFO)
            .setMaxConnPerRoute(MOST_CONNECTIONS)
            .build();
    client = HttpClients.createMinimal(connections);
    dispatcher.schedule(SWEEP, this::sweep);
  }

  /** What came of a call. */
  sealed interface Outcome<T> {
    /**
     * @param contentType as it was said; empty if it was not
     */
    record Answered<T>(String contentType, T body) implements Outcome<T> {}

    /** Nothing of the call went out. */
    record Unreached<T>(String why) implements Outcome<T> {}

    record Broken<T>(String why) implements Outcome<T> {}

    /** The answer did not come to its end in time. */
    record Late<T>() implements Outcome<T> {}
  }

  /** Reads an answer to its end, or throws, which breaks the call off. */
  @FunctionalInterface
  interface Reader<T> {
    T read(int status, InputStream body) throws IOException;
  }

  /** Reads all of an answer, unless it is longer than a limit. */
  static Reader<byte[]> upTo(int mostBytes) {
    return (_, body) -> {
      var bytes = body.readNBytes(mostBytes + 1);
      if (bytes.length > mostBytes)
        throw new IOException("the answer is longer than " + mostBytes + " bytes");
      return bytes;
    };
  }

  <T> Outcome<T> get(ServiceAddress at, Duration within, Reader<T> reader)
      throws InterruptedException {
    return call(at, new HttpUriRequestBase("GET", at.uri()), within, reader);
  }

  <T> Outcome<T> post(ServiceAddress at, byte[] json, Duration within, Reader<T> reader)
      throws InterruptedException {
    var request = new HttpUriRequestBase("POST", at.uri());
    request.setEntity(new ByteArrayEntity(json, JSON));
    return call(at, request, within, reader);
  }

  /** Blocks until the answer is read, or there will be none. */
  private <T> Outcome<T> call(
      ServiceAddress at, HttpUriRequestBase request, Duration within, Reader<T> reader)
      throws InterruptedException {
    if (closed) return new Outcome.Broken<>(STOPPING);
    request.setConfig(CONFIG);
    if (!at.bearer().isEmpty())
      request.setHeader(HttpHeaders.AUTHORIZATION, "Bearer " + at.bearer());
    var late = new AtomicBoolean();
    var deadline =
        dispatcher.schedule(
            within,
            () -> {
              late.set(true);
              request.cancel();
            });
    try (var response = client.execute(at.host(), request, (HttpContext) null)) {
      var type = response.getFirstHeader(HttpHeaders.CONTENT_TYPE);
      return new Outcome.Answered<>(
          type == null ? "" : type.getValue(), read(request, response, reader));
    } catch (IOException e) {
      if (Thread.interrupted()) throw new InterruptedException();
      return late.get() ? new Outcome.Late<>() : failed(e);
    } catch (IllegalStateException e) {
      if (closed) return new Outcome.Broken<>(STOPPING); // its connections were closed meanwhile
      throw e;
    } finally {
      deadline.close();
    }
  }

  /** Closing an answer reads it to its end, so a call that is broken off is cancelled before. */
  private static <T> T read(
      HttpUriRequestBase request, ClassicHttpResponse response, Reader<T> reader)
      throws IOException {
    boolean whole = false;
    try {
      var entity = response.getEntity();
      var body = entity == null ? InputStream.nullInputStream() : entity.getContent();
      var read = reader.read(response.getCode(), body);
      whole = true;
      return read;
    } finally {
      if (!whole) request.cancel();
    }
  }

  private static <T> Outcome<T> failed(IOException failure) {
    return switch (failure) {
      case UnknownHostException _ -> new Outcome.Unreached<>("its address cannot be found");
      case ConnectException _, ConnectTimeoutException _, NoRouteToHostException _ ->
          new Outcome.Unreached<>("it cannot be connected to");
      case ConnectionRequestTimeoutException _ ->
          new Outcome.Unreached<>("too many calls are with it already");
      default ->
          new Outcome.Broken<>(
              failure.getMessage() == null ? "the connection broke" : failure.getMessage());
    };
  }

  static String said(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }

  private void sweep() {
    if (closed) return;
    connections.closeExpired();
    dispatcher.schedule(SWEEP, this::sweep);
  }

  /** Calls that are under way are broken off. */
  @Override
  public void close() {
    closed = true;
    client.close(CloseMode.IMMEDIATE);
  }
}
