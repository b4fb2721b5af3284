package atoll.web;

import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import atoll.kernel.Ticker;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Each request from its first line to its answer, under the server's limits. */
final class Exchange extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

  private static final Problem TOO_MANY =
      new Problem(503, ErrorCode.OVERLOADED, "too many requests at once; try again in a moment");

  private final Bind bind;
  private final Routes routes;
  private final Limits limits;
  private final Sending sending;
  private final Ticker ticker;
  private final Function<Problem, Response> fallback;
  private final Semaphore room;

  /**
   * @param fallback how a refusal is told where no route answers
   */
  Exchange(
      Bind bind,
      Routes routes,
      Limits limits,
      Metrics metrics,
      Sending sending,
      Ticker ticker,
      Function<Problem, Response> fallback) {
    this.bind = bind;
    this.routes = routes;
    this.limits = limits;
    this.sending = sending;
    this.ticker = ticker;
    this.fallback = fallback;
    this.room = new Semaphore(limits.requests());
    metrics.gauge(
        "http_requests_in_flight",
        "Requests that are being answered.",
        () -> limits.requests() - room.availablePermits());
  }

  @Override
  public boolean handle(
      org.eclipse.jetty.server.Request asked,
      org.eclipse.jetty.server.Response out,
      Callback done) {
    asked.addIdleTimeoutListener(_ -> false); // an answer may take its time
    Sending.secure(out.getHeaders());
    Consumer<Response> tell = response -> sending.send(response, asked, out, done);
    var match = routes.match(asked.getMethod(), path(asked));
    boolean foreign = match instanceof Routes.Match.Found(var route, _, _) && route.foreign();
    var told =
        foreign
            ? Optional.<Response>empty()
            : stranger(asked).map(fallback).or(() -> ofOrigin(asked, out));
    if (told.isPresent()) tell.accept(told.get());
    else
      switch (match) {
        case Routes.Match.Found found -> answer(found, asked, tell);
        case Routes.Match.OtherMethods(var allowed) ->
            tell.accept(
                refused(405, ErrorCode.BAD_REQUEST, asked.getMethod() + " is not", asked)
                    .withHeader("Allow", String.join(", ", allowed)));
        case Routes.Match.Nothing() ->
            tell.accept(refused(404, ErrorCode.NOT_FOUND, "nothing is", asked));
      }
    return true;
  }

  private Response refused(
      int status, ErrorCode code, String what, org.eclipse.jetty.server.Request asked) {
    return fallback.apply(new Problem(status, code, what + " served at " + path(asked)));
  }

  /** Answers at one route, of which only so many are under way at once. */
  private void answer(
      Routes.Match.Found found, org.eclipse.jetty.server.Request asked, Consumer<Response> tell) {
    var route = found.route();
    if (!found.room().tryAcquire()) {
      tell.accept(route.refusal().apply(TOO_MANY));
      return;
    }
    try {
      if (!room.tryAcquire()) {
        tell.accept(route.refusal().apply(TOO_MANY));
        return;
      }
      try {
        int bytes = route.bodyBytes() < 0 ? limits.bodyBytes() : route.bodyBytes();
        var request = new Request(asked, found.parameters(), bytes, limits.bodyTime(), ticker);
        tell.accept(answer(route, request, asked));
      } finally {
        room.release();
      }
    } finally {
      found.room().release();
    }
  }

  private static Response answer(
      Route route, Request request, org.eclipse.jetty.server.Request asked) {
    try {
      return route.handler().answer(request);
    } catch (AtollException e) {
      if (e.code() == ErrorCode.INTERNAL)
        LOG.error("answering {} {}", asked.getMethod(), path(asked), e);
      return route.refusal().apply(Problem.of(e));
    } catch (InterruptedException e) {
      return route
          .refusal()
          .apply(new Problem(503, ErrorCode.OVERLOADED, "the server is stopping"));
    } catch (RuntimeException e) {
      LOG.error("answering {} {}", asked.getMethod(), path(asked), e);
      return route
          .refusal()
          .apply(
              new Problem(
                  500, ErrorCode.INTERNAL, "something broke here; the node's log says what"));
    } catch (Error e) {
      LOG.error("answering {} {}", asked.getMethod(), path(asked), e);
      throw e;
    }
  }

  /** Why a request is not for this server, or comes from a page that may not call it. */
  private Optional<Problem> stranger(org.eclipse.jetty.server.Request asked) {
    var host = host(asked);
    if (host == null || !bind.isKnownAs(host))
      return Optional.of(
          new Problem(
              421,
              ErrorCode.BAD_REQUEST,
              "this server is not known by the name that the request uses"));
    var origin = asked.getHeaders().get(HttpHeader.ORIGIN);
    if (origin != null && !bind.admits(origin, host))
      return Optional.of(
          new Problem(
              403, ErrorCode.UNAUTHORISED, "pages of this origin may not call this server"));
    return Optional.empty();
  }

  /** HTTP/2 has no header for it (RFC 9113 §8.3.1). */
  private static @Nullable String host(org.eclipse.jetty.server.Request asked) {
    var host = asked.getHeaders().get(HttpHeader.HOST);
    return host == null && asked.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2
        ? asked.getHttpURI().getAuthority()
        : host;
  }

  /** Tells a page that it may read the answer; the answer itself, if it asks just that. */
  private static Optional<Response> ofOrigin(
      org.eclipse.jetty.server.Request asked, org.eclipse.jetty.server.Response out) {
    var origin = asked.getHeaders().get(HttpHeader.ORIGIN);
    if (origin == null) return Optional.empty();
    out.getHeaders().put("Access-Control-Allow-Origin", origin).put(HttpHeader.VARY, "Origin");
    if (!asked.getHeaders().contains("Access-Control-Request-Method")) return Optional.empty();
    return Optional.of(
        Response.empty(204)
            .withHeader("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE")
            .withHeader(
                "Access-Control-Allow-Headers", "Authorization, Content-Type, Idempotency-Key")
            .withHeader("Access-Control-Max-Age", "600"));
  }

  /** Normalised; what would divide it otherwise is still encoded. CONNECT has none. */
  private static String path(org.eclipse.jetty.server.Request asked) {
    var path = asked.getHttpURI().getCanonicalPath();
    return path == null ? "" : path;
  }
}
