package atoll.web;

import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import atoll.kernel.Ticker;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.http.HandlerType;
import io.javalin.util.JavalinException;
import io.javalin.util.JavalinLogger;
import java.net.BindException;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
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

  private final Javalin app;
  private final Exchange exchange;

  private WebServer(Javalin app, Exchange exchange) {
    this.app = app;
    this.exchange = exchange;
  }

  /**
   * Starts to serve; returns when it does.
   *
   * @throws AtollException with {@code CONFLICT} if the port is in use, {@code CONFIG_REFUSED} if
   *     the address cannot be used
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
    JavalinLogger.enabled = false; // every failure reaches us as an exception, told once
    var exchange = new Exchange(bind, limits, metrics, ticker, refusal);
    var app =
        Javalin.create(config -> {
          config.startup.showJavalinBanner = false;
          config.startup.showOldJavalinVersionWarning = false;
          config.startup.startupWatcherEnabled = false;
          config.concurrency.useVirtualThreads = true;
          config.http.compressionStrategy =
              CompressionStrategy.NONE; // an answer's length must not tell what it holds
          config.http.prefer405over404 = true;
          config.jetty.addConnector((server, http) -> connector(server, http, bind, limits));
          config.jetty.modifyServer(server -> server.setErrorHandler(new Unreadable(refusal)));
          for (var route : routes) {
            var room = new Semaphore(route.atOnce());
            config.routes.addHttpHandler(
                HandlerType.findOrCreate(route.method().name()),
                route.path(),
                context -> exchange.answer(route, room, context));
          }
          exchange.handleWhatNoRouteAnswers(config.routes);
        });
    try {
      app.start();
    } catch (JavalinException e) {
      throw notBound(bind, e);
    }
    return new WebServer(app, exchange);
  }

  /** The port that it listens on. */
  public int port() {
    return app.port();
  }

  @Override
  public void close() {
    exchange.endStreams();
    var server = app.jettyServer().server();
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

  private static ServerConnector connector(
      Server server, HttpConfiguration http, Bind bind, Limits limits) {
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(limits.headerBytes());
    server.setStopTimeout(STOP_MILLIS);
    var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(bind.address().getHostAddress());
    connector.setPort(bind.port());
    connector.setIdleTimeout(limits.idleTime().toMillis());
    connector.setShutdownIdleTimeout(STOP_MILLIS / 10);
    server.addBean(new NetworkConnectionLimit(limits.connections(), connector));
    return connector;
  }

  private static AtollException notBound(Bind bind, JavalinException failure) {
    var where = bind.address().getHostAddress() + " port " + bind.port();
    var cause = bindFailure(failure);
    return cause != null && String.valueOf(cause.getMessage()).contains("in use")
        ? new AtollException(
            ErrorCode.CONFLICT,
            "cannot listen on "
                + where
                + ": it is in use; stop what holds it, or choose another port",
            failure)
        : new AtollException(
            ErrorCode.CONFIG_REFUSED,
            "cannot listen on "
                + where
                + ": "
                + (cause == null ? failure.getMessage() : cause.getMessage()),
            failure);
  }

  private static @Nullable Throwable bindFailure(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause())
      if (cause instanceof BindException || cause instanceof java.net.SocketException) return cause;
    return null;
  }
}
