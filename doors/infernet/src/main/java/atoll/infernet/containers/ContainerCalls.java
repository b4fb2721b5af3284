package atoll.infernet.containers;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls over HTTP with an end: a whole answer comes within its time and its size, or the call is
 * broken off.
 */
final class ContainerCalls {
  private final HttpClient client;

  ContainerCalls(HttpClient client) {
    this.client = client;
  }

  /** What came of a call. */
  sealed interface Outcome<T> {
    record Answered<T>(HttpResponse<T> response) implements Outcome<T> {}

    /** Nothing of the call went out. */
    record Unreached<T>(String why) implements Outcome<T> {}

    record Broken<T>(String why) implements Outcome<T> {}
  }

  /** Blocks until the whole answer is there. */
  Outcome<byte[]> whole(HttpRequest request, Duration within, int mostBytes)
      throws InterruptedException {
    return send(request, _ -> new BoundedBody(mostBytes), within);
  }

  /** Blocks until an answer begins; closing its stream breaks it off. */
  Outcome<InputStream> begun(HttpRequest request, Duration within) throws InterruptedException {
    return send(request, HttpResponse.BodyHandlers.ofInputStream(), within);
  }

  private <T> Outcome<T> send(
      HttpRequest request, HttpResponse.BodyHandler<T> body, Duration within)
      throws InterruptedException {
    CompletableFuture<HttpResponse<T>> sent;
    try {
      sent = client.sendAsync(request, body);
    } catch (IllegalArgumentException e) {
      return new Outcome.Unreached<>("it has no address that can be called: " + e.getMessage());
    }
    try {
      return new Outcome.Answered<>(sent.get(within.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException _) {
      sent.cancel(true);
      return new Outcome.Broken<>("no whole answer within " + said(within));
    } catch (InterruptedException e) {
      sent.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      return failed(e.getCause() == null ? e : e.getCause());
    }
  }

  private static <T> Outcome<T> failed(Throwable cause) {
    return switch (cause) {
      case ConnectException e when e.getCause() instanceof UnresolvedAddressException ->
          new Outcome.Unreached<>("its address cannot be found");
      case ConnectException _ -> new Outcome.Unreached<>("it cannot be connected to");
      case HttpConnectTimeoutException _ -> new Outcome.Unreached<>("it cannot be connected to");
      case IOException e ->
          new Outcome.Broken<>(e.getMessage() == null ? "the connection broke" : e.getMessage());
      default -> new Outcome.Broken<>("calling it failed: " + cause);
    };
  }

  static String said(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }
}
