package atoll.cli.actor;

import atoll.actor.Envelope;
import atoll.actor.Handle;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import atoll.kernel.json.StrictJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** These routes over HTTP, under {@code /api/v1/actor} as the original has them. */
public final class HttpActorRoutes implements ActorRoutes {
  /** As many answers to a broadcast as anyone can read. */
  private static final int MOST = 64 << 20;

  private static final StrictJson JSON = new StrictJson(MOST, 24);
  private static final Duration CONNECTING = Duration.ofSeconds(5);

  /** How long beyond its expiry a message's answer may be on its way. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private final URI node;
  private final InstantSource clock;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECTING).build();

  public HttpActorRoutes(URI node, InstantSource clock) {
    this.node = node;
    this.clock = clock;
  }

  @Override
  public Handle handle() throws InterruptedException {
    return Handle.read(JSON.read(ask(request("handle").timeout(CONNECTING).GET().build())));
  }

  @Override
  public void send(Envelope envelope) throws InterruptedException {
    ask(post("send", envelope));
  }

  @Override
  public Envelope invoke(Envelope envelope) throws InterruptedException {
    return Envelope.parse(ask(post("invoke", envelope)));
  }

  @Override
  public List<Envelope> broadcast(Envelope envelope) throws InterruptedException {
    var answers = JSON.read(ask(post("broadcast", envelope)));
    if (answers.isNull()) return List.of();
    if (!answers.isArray())
      throw new MalformedJsonException("the answers to a broadcast are not a list");
    var envelopes = new ArrayList<Envelope>();
    for (JsonNode answer : answers)
      envelopes.add(Envelope.parse(new CanonicalJson().tree(answer).toBytes()));
    return envelopes;
  }

  private HttpRequest post(String route, Envelope envelope) {
    var left = Duration.between(clock.instant(), envelope.expiresAt());
    return request(route)
        .timeout((left.isNegative() ? Duration.ZERO : left).plus(MARGIN))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofByteArray(envelope.toBytes()))
        .build();
  }

  private HttpRequest.Builder request(String route) {
    return HttpRequest.newBuilder(URI.create(node + "/api/v1/actor/" + route))
        .header("Accept", "application/json");
  }

  private byte[] ask(HttpRequest request) throws InterruptedException {
    try {
      var response = http.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST));
      if (response.statusCode() / 100 == 2) return response.body();
      throw new AtollException(
          code(response.statusCode()),
          reason(response.body()).orElse("the node answers " + response.statusCode()));
    } catch (java.net.http.HttpTimeoutException e) {
      throw new AtollException(
          e instanceof java.net.http.HttpConnectTimeoutException
              ? ErrorCode.UNREACHABLE
              : ErrorCode.TIMED_OUT,
          node + " does not answer in time",
          e);
    } catch (IOException e) {
      throw new AtollException(ErrorCode.UNREACHABLE, node + " does not answer", e);
    }
  }

  private static ErrorCode code(int status) {
    return switch (status) {
      case 400, 413, 422 -> ErrorCode.BAD_REQUEST;
      case 401, 403 -> ErrorCode.UNAUTHORISED;
      case 404 -> ErrorCode.NOT_FOUND;
      case 408, 504 -> ErrorCode.TIMED_OUT;
      case 429, 503 -> ErrorCode.OVERLOADED;
      default -> ErrorCode.INTERNAL;
    };
  }

  /** The original says {@code error}, problem details say {@code detail}. */
  private static Optional<String> reason(byte[] body) {
    try {
      var fields = Fields.of(JSON.read(body));
      return fields
          .optionalText("error")
          .or(() -> fields.optionalText("detail"))
          .or(() -> fields.optionalText("title"));
    } catch (MalformedJsonException e) {
      var text = new String(body, StandardCharsets.UTF_8).strip();
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(text.substring(0, Math.min(200, text.length())));
    }
  }
}
