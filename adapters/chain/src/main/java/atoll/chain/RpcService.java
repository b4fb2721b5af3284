package atoll.chain;

import atoll.kernel.Backoff;
import atoll.kernel.ErrorCode;
import atoll.kernel.HttpAuthority;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One service at one URL, and whether it rests after failures. Its URL may hold a secret, so only
 * its host is ever told.
 */
final class RpcService {
  private final URI uri;
  private final HttpAuthority authority;
  private final HttpClient client;
  private final RpcLimits limits;
  private final Backoff pauses;
  private int failures;
  private long restsUntil;

  RpcService(URI uri, HttpClient client, RpcLimits limits, long now) {
    authority =
        HttpAuthority.find(uri)
            .orElseThrow(() ->
                new IllegalArgumentException("an RPC URL is http://… or https://… with a host"));
    this.uri = uri;
    this.client = client;
    this.limits = limits;
    this.pauses = new Backoff(limits.firstPause(), limits.longestPause());
    restsUntil = now;
  }

  String host() {
    return authority.host();
  }

  synchronized long restsUntil() {
    return restsUntil;
  }

  synchronized void succeeded() {
    failures = 0;
  }

  /**
   * @param jitter between 0 and 1
   */
  synchronized void failed(long now, Optional<Duration> wanted, double jitter) {
    failures++;
    long pause = pauses.afterFailures(failures).toNanos();
    long chosen = wanted.map(Duration::toNanos).orElse((long) (pause * (0.5 + jitter / 2)));
    restsUntil = now + Math.clamp(chosen, 0, limits.longestPause().toNanos());
  }

  byte[] post(byte[] body) throws InterruptedException {
    var request =
        HttpRequest.newBuilder(plain())
            .header("content-type", "application/json")
            .header("accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    authority.userInfo().ifPresent(user -> request.header("authorization", basic(user)));
    var pending =
        client.sendAsync(
            request.build(),
            BodyHandlers.limiting(BodyHandlers.ofByteArray(), limits.answerBytes()));
    try {
      return accept(pending.get(limits.call().toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      throw new RpcException(
          ErrorCode.TIMED_OUT, host() + " did not answer within " + limits.call(), e);
    } catch (ExecutionException e) {
      throw unreachable(e.getCause());
    } finally {
      pending.cancel(true);
    }
  }

  /**
   * Only the kind of failure is told: its own words may repeat the URL, which may hold a secret.
   */
  private RpcException unreachable(@Nullable Throwable why) {
    var kind =
        switch (why) {
          case HttpConnectTimeoutException _ -> "it takes no connection";
          case ConnectException e when e.getCause() instanceof UnresolvedAddressException ->
              "its name leads nowhere";
          case ConnectException _ -> "nothing listens there";
          case SSLException _ -> "TLS fails";
          case null, default -> "the connection broke";
        };
    return new RpcException(ErrorCode.UNREACHABLE, host() + " cannot be reached: " + kind, why);
  }

  private byte[] accept(HttpResponse<byte[]> response) {
    int status = response.statusCode();
    if (status == 429 || status == 503)
      throw new RpcException(
          ErrorCode.OVERLOADED, host() + " answered " + status, retryAfter(response));
    // Some services send a refusal of JSON-RPC with status 400, or 413 for too many events.
    if (status != 200 && status != 400 && status != 413)
      throw new RpcException(
          ErrorCode.UNREACHABLE, host() + " answered " + status, Optional.empty());
    return response.body();
  }

  private static Optional<Duration> retryAfter(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("retry-after")
        .filter(text -> text.matches("[0-9]{1,6}"))
        .map(text -> Duration.ofSeconds(Integer.parseInt(text)));
  }

  private URI plain() {
    var plain =
        authority.userInfo().isEmpty()
            ? uri
            : URI.create(uri.toString().replaceFirst("//[^/?#]*@", "//"));
    return uri.getHost() == null ? URI.create(byAddress(plain)) : plain;
  }

  /** The JDK's client knows only hosts that {@link URI} knows. */
  private String byAddress(URI url) {
    try {
      var address = InetAddress.getByName(host());
      var literal = address.getHostAddress();
      if (address instanceof Inet6Address) literal = "[" + literal + "]";
      return url.toString().replaceFirst("//" + Pattern.quote(host()), "//" + literal);
    } catch (UnknownHostException e) {
      throw unreachable(new ConnectException().initCause(new UnresolvedAddressException()));
    }
  }

  private static String basic(String userInfo) {
    return "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
  }

  /** Follows no redirect: whoever is named answers. */
  static HttpClient client(RpcLimits limits) {
    return HttpClient.newBuilder()
        .connectTimeout(limits.connect())
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .build();
  }
}
