package atoll.infernet.containers;

import atoll.actor.Dispatcher;
import atoll.infernet.json.PythonJson;
import atoll.jobs.Answer;
import atoll.jobs.Call;
import atoll.jobs.ChunkReader;
import atoll.jobs.Destination;
import atoll.jobs.Origin;
import atoll.jobs.Worker;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Containers as services: {@code POST /service_output} (Infernet §3.1). Blocks while a container
 * works.
 */
public final class ContainerWorker implements Worker {
  private static final Duration MOST_TIME = Duration.ofSeconds(180); // A.6; streams: QUIRK-5
  private static final int MOST_BYTES = 16 << 20;
  private static final int MOST_ERROR_CHARS = 64 << 10;
  private static final Pattern JSON =
      Pattern.compile("application/json|[^/;]+/[^/;]*\\+json", Pattern.CASE_INSENSITIVE);

  private final ServiceAddresses addresses;
  private final ContainerCalls calls;
  private final Dispatcher dispatcher;
  private final Duration mostTime;

  /**
   * @param client whose connections are kept and used again
   * @param dispatcher what deadlines of streams wait on
   */
  public ContainerWorker(ServiceAddresses addresses, HttpClient client, Dispatcher dispatcher) {
    this(addresses, client, dispatcher, MOST_TIME);
  }

  ContainerWorker(
      ServiceAddresses addresses, HttpClient client, Dispatcher dispatcher, Duration mostTime) {
    this.addresses = addresses;
    this.calls = new ContainerCalls(client);
    this.dispatcher = dispatcher;
    this.mostTime = mostTime;
  }

  @Override
  public void call(Call call, Consumer<Answer> then) {
    then.accept(answer(call));
  }

  private Answer answer(Call call) {
    var request =
        addresses.output(call.service()).POST(BodyPublishers.ofString(body(call))).build();
    try {
      return switch (calls.whole(request, mostTime, MOST_BYTES)) {
        case ContainerCalls.Outcome.Answered<byte[]>(var response) -> read(response);
        case ContainerCalls.Outcome.Unreached<byte[]>(var why) -> new Answer.Unreached(why);
        case ContainerCalls.Outcome.Broken<byte[]>(var why) -> new Answer.Failed(why);
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer.Failed("the node is stopping");
    }
  }

  /** The status does not matter (Infernet §3.1). */
  private static Answer read(HttpResponse<byte[]> response) {
    var type = contentType(response);
    if (!isJson(type))
      return new Answer.Failed(
          "%d, the answer is not JSON but %s"
              .formatted(response.statusCode(), type.isEmpty() ? "of no type" : type));
    var body = response.body();
    if (new String(body, StandardCharsets.ISO_8859_1).isBlank()) return new Answer.Output("null");
    try {
      var _ = PythonJson.read(body);
      return new Answer.Output(new String(body, StandardCharsets.UTF_8));
    } catch (MalformedJsonException _) {
      var text = new String(body, StandardCharsets.UTF_8);
      return new Answer.Failed(text.substring(0, Math.min(text.length(), MOST_ERROR_CHARS)));
    }
  }

  static boolean isJson(String contentType) {
    return JSON.matcher(contentType).matches();
  }

  static String contentType(HttpResponse<?> response) {
    var type = response.headers().firstValue("Content-Type").orElse("");
    int parameters = type.indexOf(';');
    return (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
  }

  @Override
  public StreamEnd stream(Call call, ChunkReader reader) throws InterruptedException {
    var request =
        addresses.output(call.service()).POST(BodyPublishers.ofString(body(call))).build();
    return switch (calls.begun(request, mostTime)) {
      case ContainerCalls.Outcome.Answered<InputStream>(var response) -> pass(response, reader);
      case ContainerCalls.Outcome.Unreached<InputStream>(var why) -> new StreamEnd.Broken(why);
      case ContainerCalls.Outcome.Broken<InputStream>(var why) -> new StreamEnd.Broken(why);
    };
  }

  private StreamEnd pass(HttpResponse<InputStream> response, ChunkReader reader) {
    var late = new AtomicBoolean();
    try (var in = response.body()) {
      if (response.statusCode() >= 400)
        return new StreamEnd.Broken("it answered with status " + response.statusCode());
      var deadline =
          dispatcher.schedule(
              mostTime,
              () -> {
                late.set(true);
                closeQuietly(in);
              });
      try {
        var buffer = new byte[16 << 10];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) reader.bytes(buffer, n);
      } finally {
        deadline.close();
      }
      return late.get() ? outOfTime() : new StreamEnd.Complete();
    } catch (IOException e) {
      return late.get() ? outOfTime() : new StreamEnd.Broken("the stream broke: " + e.getMessage());
    }
  }

  private StreamEnd outOfTime() {
    return new StreamEnd.Broken("it streamed for longer than " + ContainerCalls.said(mostTime));
  }

  private static void closeQuietly(InputStream in) {
    try {
      in.close();
    } catch (IOException _) {
      // whoever reads it is told
    }
  }

  private static String body(Call call) {
    return new CanonicalJson(call.input().length() + 80)
        .beginObject()
        .name("source")
        .value(call.source() == Origin.CHAIN ? 0 : 1)
        .name("destination")
        .value(code(call.destination()))
        .name("data")
        .raw(call.input())
        .name("requires_proof")
        .value(call.requiresProof())
        .endObject()
        .toString();
  }

  private static int code(Destination destination) {
    return switch (destination) {
      case CHAIN -> 0;
      case CLIENT -> 1;
      case STREAM -> 2;
    };
  }
}
