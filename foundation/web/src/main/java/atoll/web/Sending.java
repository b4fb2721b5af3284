package atoll.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts answers on the wire, counts them, and can end those that go on. */
final class Sending {
  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

  private static final long TO_READ_SECONDS = 60;
  private static final int SLOWEST_READER = 64 << 10; // bytes a second, besides

  private final Metrics metrics;
  private final ConcurrentHashMap<Integer, Metrics.Counter> answered = new ConcurrentHashMap<>();
  private final Metrics.Counter abandoned;
  private final Set<Thread> streams = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean stopping = new AtomicBoolean();

  Sending(Metrics metrics) {
    this.metrics = metrics;
    this.abandoned =
        metrics.counter(
            "http_streams_abandoned_total", "Streams whose reader went before their end.");
  }

  /**
   * Returns when a streamed answer has ended; one that is told at once goes on by itself.
   *
   * @param done told when all is on the wire, or can no longer be
   */
  void send(
      Response response, Request asked, org.eclipse.jetty.server.Response out, Callback done) {
    var headers = out.getHeaders();
    response.headers().forEach((name, value) -> headers.put(name, value));
    if (!response.contentType().isEmpty())
      headers.put(HttpHeader.CONTENT_TYPE, response.contentType());
    out.setStatus(response.status());
    answered.computeIfAbsent(response.status(), this::counter).add(1);
    switch (response) {
      case Response.Whole whole -> out.write(true, ByteBuffer.wrap(whole.body()), done);
      case Response.Held(var whole, var sent) ->
          out.write(true, ByteBuffer.wrap(whole.body()), inTime(asked, whole, sent, done));
      case Response.Streamed _ when HttpMethod.HEAD.is(asked.getMethod()) -> done.succeeded();
      case Response.Streamed streamed -> stream(streamed, asked, out, done);
    }
  }

  /** Whoever reads too slowly is cut off, since others need the memory that he holds. */
  private static Callback inTime(
      Request asked, Response.Whole whole, Runnable sent, Callback done) {
    long seconds = TO_READ_SECONDS + whole.body().length / SLOWEST_READER;
    var end = asked.getConnectionMetaData().getConnection().getEndPoint();
    var deadline =
        asked.getComponents().getScheduler().schedule(end::close, seconds, TimeUnit.SECONDS);
    return Callback.from(
        done,
        () -> {
          deadline.cancel();
          sent.run();
        });
  }

  private Metrics.Counter counter(int status) {
    return metrics.counter(
        "http_requests_total", "Requests answered.", "status", Integer.toString(status));
  }

  private void stream(
      Response.Streamed streamed,
      Request asked,
      org.eclipse.jetty.server.Response response,
      Callback done) {
    streams.add(Thread.currentThread());
    try {
      var out = Content.Sink.asOutputStream(response);
      if (stopping.get()) throw new InterruptedException();
      out.flush();
      streamed.source().writeTo(new Outlet(out));
      out.close(); // which tells the reader that this was all
    } catch (Outlet.ReaderGoneException | IOException e) {
      abandoned.add(1);
      done.failed(e);
      return;
    } catch (InterruptedException | RuntimeException e) {
      if (e instanceof RuntimeException) LOG.error("streaming {}", asked.getHttpURI().getPath(), e);
      done.failed(e);
      return;
    } finally {
      streams.remove(Thread.currentThread());
    }
    done.succeeded();
  }

  /** Ends every stream; readers see a broken connection, since there was more to tell. */
  void endStreams() {
    stopping.set(true);
    streams.forEach(Thread::interrupt);
  }

  /** What every answer says of itself, so that browsers do nothing else with it. */
  static void secure(HttpFields.Mutable headers) {
    headers
        .put("X-Content-Type-Options", "nosniff")
        .put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        .put("Referrer-Policy", "no-referrer")
        .put(HttpHeader.CACHE_CONTROL, "no-store");
  }
}
