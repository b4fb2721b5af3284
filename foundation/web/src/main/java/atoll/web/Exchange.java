package atoll.web;

import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import atoll.kernel.Ticker;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request from its first line to the last byte of its answer, under the server's limits. */
final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

  private static final Problem TOO_MANY =
      new Problem(503, ErrorCode.OVERLOADED, "too many requests at once; try again in a moment");

  private final Bind bind;
  private final Limits limits;
  private final Metrics metrics;
  private final Ticker ticker;
  private final Function<Problem, Response> fallback;
  private final Semaphore room;
  private final Set<Thread> streams = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean stopping = new AtomicBoolean();

  Exchange(
      Bind bind,
      Limits limits,
      Metrics metrics,
      Ticker ticker,
      Function<Problem, Response> fallback) {
    this.fallback = fallback;
    this.bind = bind;
    this.limits = limits;
    this.metrics = metrics;
    this.ticker = ticker;
    this.room = new Semaphore(limits.requests());
    metrics.gauge(
        "http_requests_in_flight",
        "Requests that are being answered.",
        () -> limits.requests() - room.availablePermits());
  }

  void handleWhatNoRouteAnswers(RoutesConfig routes) {
    routes.exception(
        HttpResponseException.class,
        (e, context) -> {
          var code = e.getStatus() == 404 ? ErrorCode.NOT_FOUND : ErrorCode.BAD_REQUEST;
          var detail =
              e.getStatus() == 404
                  ? "nothing is served at " + context.path()
                  : context.method() + " is not served at " + context.path();
          refuse(context, new Problem(e.getStatus(), code, detail), fallback);
        });
    routes.before(context -> {
      if (!admitted(context)) context.skipRemainingHandlers();
    });
  }

  /** Answers at one route, of which at most {@code roomThere} are under way at once. */
  void answer(Route route, Semaphore roomThere, Context context) {
    if (!roomThere.tryAcquire()) {
      refuse(context, TOO_MANY, route.refusal());
      return;
    }
    try {
      if (room.tryAcquire()) answer(route, context);
      else refuse(context, TOO_MANY, route.refusal());
    } finally {
      roomThere.release();
    }
  }

  private void answer(Route route, Context context) {
    try {
      int bytes = route.bodyBytes() < 0 ? limits.bodyBytes() : route.bodyBytes();
      send(context, route.handler().answer(new Request(context, bytes, limits.bodyTime(), ticker)));
    } catch (AtollException e) {
      if (e.code() == ErrorCode.INTERNAL)
        LOG.error("answering {} {}", context.method(), context.path(), e);
      refuse(context, Problem.of(e), route.refusal());
    } catch (InterruptedException e) {
      refuse(
          context,
          new Problem(503, ErrorCode.OVERLOADED, "the server is stopping"),
          route.refusal());
    } catch (RuntimeException e) {
      LOG.error("answering {} {}", context.method(), context.path(), e);
      refuse(
          context,
          new Problem(500, ErrorCode.INTERNAL, "something broke here; the node's log says what"),
          route.refusal());
    } catch (Error e) {
      LOG.error("answering {} {}", context.method(), context.path(), e);
      throw e;
    } finally {
      room.release();
    }
  }

  /** Ends every stream; readers see a broken connection, since there was more to tell. */
  void endStreams() {
    stopping.set(true);
    streams.forEach(Thread::interrupt);
  }

  /**
   * Whether this host is meant and a page, if one asks, may. Writes what is to be said if the
   * request goes no further.
   */
  private boolean admitted(Context context) {
    secure(context);
    var host = context.header("Host");
    if (host == null || !bind.isKnownAs(host)) {
      var problem =
          new Problem(
              421,
              ErrorCode.BAD_REQUEST,
              "this server is not known by the name that the request uses");
      refuse(context, problem, fallback);
      return false;
    }
    var origin = context.header("Origin");
    if (origin == null) return true;
    if (!bind.admits(origin, host)) {
      var problem =
          new Problem(403, ErrorCode.UNAUTHORISED, "pages of this origin may not call this server");
      refuse(context, problem, fallback);
      return false;
    }
    context.header("Access-Control-Allow-Origin", origin).header("Vary", "Origin");
    if (context.header("Access-Control-Request-Method") == null) return true;
    context
        .header("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE")
        .header("Access-Control-Allow-Headers", "Authorization, Content-Type, Idempotency-Key")
        .header("Access-Control-Max-Age", "600")
        .status(204);
    return false;
  }

  private static void secure(Context context) {
    context
        .header("X-Content-Type-Options", "nosniff")
        .header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        .header("Referrer-Policy", "no-referrer")
        .header("Cache-Control", "no-store");
  }

  private void refuse(Context context, Problem problem, Function<Problem, Response> shape) {
    if (context.res().isCommitted()) return;
    try {
      send(context, shape.apply(problem));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(Context context, Response response) throws InterruptedException {
    response.headers().forEach(context::header);
    context.status(response.status());
    metrics
        .counter(
            "http_requests_total",
            "Requests answered.",
            "status",
            Integer.toString(response.status()))
        .add(1);
    switch (response) {
      case Response.Whole whole -> {
        if (!whole.contentType().isEmpty()) context.contentType(whole.contentType());
        context.result(whole.body());
      }
      case Response.Streamed streamed -> stream(context, streamed);
    }
  }

  private void stream(Context context, Response.Streamed streamed) throws InterruptedException {
    context.contentType(streamed.contentType());
    streams.add(Thread.currentThread());
    try {
      if (stopping.get()) throw new InterruptedException();
      var out = context.res().getOutputStream();
      out.flush();
      streamed.source().writeTo(new Outlet(out));
    } catch (Outlet.ReaderGoneException | IOException _) {
      metrics
          .counter("http_streams_abandoned_total", "Streams whose reader went before their end.")
          .add(1);
    } catch (InterruptedException | RuntimeException e) {
      breakOff(context);
      throw e;
    } finally {
      streams.remove(Thread.currentThread());
    }
  }

  private static void breakOff(Context context) {
    ServletContextRequest.getServletContextRequest(context.req())
        .getConnectionMetaData()
        .getConnection()
        .getEndPoint()
        .close();
  }
}
