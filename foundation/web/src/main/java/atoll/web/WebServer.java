package atoll.web;

import static org.eclipse.jetty.http.UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING;
import static org.eclipse.jetty.http.UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR;

import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import atoll.kernel.Ticker;
import atoll.kernel.tls.TlsFiles;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running HTTP server. Each request has its own virtual thread; closing ends streams, lets the
 * rest finish, and frees the port.
 */
public final class WebServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
  private static final long STOP_MILLIS = 2000;

  /**
   * Names in paths may hold what would divide or encode them; it is decoded once they are told
   * apart.
   */
  private static final UriCompliance ENCODED_IN_NAMES =
      UriCompliance.from(Set.of(AMBIGUOUS_PATH_SEPARATOR, AMBIGUOUS_PATH_ENCODING));

  private final Server server;
  private final ServerConnector connector;
  private final Sending sending;

  private WebServer(Server server, ServerConnector connector, Sending sending) {
    this.server = server;
    this.connector = connector;
    this.sending = sending;
  }

  /**
   * Starts to serve; returns when it does.
   *
   * @throws AtollException with {@code CONFLICT} if the port is in use, {@code CONFIG_REFUSED} if
   *     the address cannot be used, or the files of its TLS
   */
  public static WebServer listen(
      Bind bind, List<Route> routes, Limits limits, Metrics metrics, Ticker ticker) {
    return listen(bind, routes, limits, metrics, ticker, Problem::response);
  }

  /**
   * The same.
   *
   * @param refusal how a refusal is told where no route answers
   */
  public static WebServer listen(
      Bind bind,
      List<Route> routes,
      Limits limits,
      Metrics metrics,
      Ticker ticker,
      Function<Problem, Response> refusal) {
    var sending = new Sending(metrics);
    var server = new Server(threads());
    server.setErrorHandler(new Unreadable(refusal));
    server.setStopTimeout(STOP_MILLIS);
    server.setHandler(
        new GracefulHandler(
            new Exchange(bind, new Routes(routes), limits, metrics, sending, ticker, refusal)));
    var connector = connector(server, bind, limits, ticker);
    try {
      server.start();
    } catch (IOException e) {
      stop(server);
      throw notBound(bind, e);
    } catch (Exception e) {
      stop(server);
      throw new IllegalStateException("starting to listen at " + bind.address(), e);
    }
    return new WebServer(server, connector, sending);
  }

  /** The port that it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    sending.endStreams();
    stop(server);
  }

  private static void stop(Server server) {
    try {
      server.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.warn(
          "requests were cut off, since they took longer than {} ms after the stop",
          STOP_MILLIS,
          e);
    }
  }

  /** A few threads that watch connections; each request is answered on a virtual one. */
  private static ThreadPool threads() {
    var threads = new QueuedThreadPool();
    threads.setName("http");
    threads.setDaemon(true);
    threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
    return threads;
  }

  private static ServerConnector connector(Server server, Bind bind, Limits limits, Ticker ticker) {
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(limits.headerBytes());
    http.setUriCompliance(ENCODED_IN_NAMES);
    var connector = new ServerConnector(server, 1, 1, spoken(http, bind.tls(), ticker));
    connector.setHost(bind.address().getHostAddress());
    connector.setPort(bind.port());
    connector.setIdleTimeout(limits.idleTime().toMillis());
    connector.setShutdownIdleTimeout(STOP_MILLIS / 10);
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(limits.connections(), connector));
    return connector;
  }

  /** Over TLS, HTTP/1.1 alone: whoever speaks in clear there is not answered. */
  private static ConnectionFactory[] spoken(
      HttpConfiguration http, Optional<TlsFiles> tls, Ticker ticker) {
    var http1 = new HttpConnectionFactory(http);
    if (tls.isEmpty()) return new ConnectionFactory[] {http1, new KnownHttp2(http)};
    try {
      var certificate = new ServedCertificate(tls.get(), ticker);
      // Whether the name is right is for callers to say: machines are asked by addresses, too.
      http.addCustomizer(new SecureRequestCustomizer(false));
      return new ConnectionFactory[] {
        new SslConnectionFactory(certificate, http1.getProtocol()), http1
      };
    } catch (NoSuchFileException e) {
      throw new AtollException(
          ErrorCode.CONFIG_REFUSED, "cannot serve TLS: there is no file " + e.getMessage(), e);
    } catch (IOException | GeneralSecurityException e) {
      throw new AtollException(ErrorCode.CONFIG_REFUSED, "cannot serve TLS: " + e.getMessage(), e);
    }
  }

  private static AtollException notBound(Bind bind, IOException failure) {
    var where = bind.address().getHostAddress() + " port " + bind.port();
    var why = cause(failure).getMessage();
    return String.valueOf(why).contains("in use")
        ? new AtollException(
            ErrorCode.CONFLICT,
            "cannot listen on "
                + where
                + ": it is in use; stop what holds it, or choose another port",
            failure)
        : new AtollException(
            ErrorCode.CONFIG_REFUSED, "cannot listen on " + where + ": " + why, failure);
  }

  private static Throwable cause(Throwable failure) {
    var cause = failure.getCause();
    return cause instanceof SocketException ? cause : failure;
  }

  /**
   * HTTP/2 in clear for who begins with it (RFC 9113 §3.3); nobody is moved to it from HTTP/1.1.
   */
  private static final class KnownHttp2 extends HTTP2CServerConnectionFactory {
    KnownHttp2(HttpConfiguration http) {
      super(http);
    }

    @Override
    public @Nullable Connection upgradeConnection(
        Connector connector, EndPoint endPoint, MetaData.Request asked, HttpFields.Mutable answer) {
      return asked.getHttpVersion() == HttpVersion.HTTP_2
          ? super.upgradeConnection(connector, endPoint, asked, answer)
          : null;
    }
  }
}
