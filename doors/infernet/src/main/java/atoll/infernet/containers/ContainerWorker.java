package atoll.infernet.containers;

import atoll.infernet.json.JsonBytes;
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
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Containers as services: {@code POST /service_output} (Infernet §3.1). Blocks while a container
 * works.
 */
public final class ContainerWorker implements Worker {
  private static final ContainerCalls.Reader<byte[]> BODY = ContainerCalls.upTo(16 << 20);
  private static final ContainerCalls.Reader<Said> WHOLE =
      (status, body) -> new Said(status, BODY.read(status, body));
  private static final int MOST_ERROR_CHARS = 64 << 10;
  private static final String USUAL = "application/json";
  private static final Pattern JSON =
      Pattern.compile("application/json|[^/;]+/[^/;]*\\+json", Pattern.CASE_INSENSITIVE);

  private record Said(int status, byte[] body) {}

  private final ServiceAddresses addresses;
  private final ContainerCalls calls;
  private final CallTimes times;

  /**
   * @param addresses of the containers
   */
  public ContainerWorker(ServiceAddresses addresses, ContainerCalls calls, CallTimes times) {
    this.addresses = addresses;
    this.calls = calls;
    this.times = times;
  }

  @Override
  public void call(Call call, Consumer<Answer> then) {
    then.accept(answer(call));
  }

  private Answer answer(Call call) {
    var mostTime = times.most(call.service());
    try {
      return switch (calls.post(addresses.output(call.service()), body(call), mostTime, WHOLE)) {
        case ContainerCalls.Outcome.Answered<Said>(var type, var said) -> read(call, type, said);
        case ContainerCalls.Outcome.Unreached<Said>(var why) -> new Answer.Unreached(why);
        case ContainerCalls.Outcome.Broken<Said>(var why) -> new Answer.Failed(why);
        case ContainerCalls.Outcome.Late<Said>() ->
            new Answer.Failed("no whole answer within " + ContainerCalls.said(mostTime));
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer.Failed("the node is stopping");
    }
  }

  /** The status matters for what goes to a chain alone (Infernet §3.1, §9.12). */
  private static Answer read(Call call, String type, Said said) {
    if (call.forChain() && (said.status() < 200 || said.status() > 299))
      return new Answer.Failed("it answered with status " + said.status());
    if (!isJson(type))
      return new Answer.Failed(
          "%d, the answer is not JSON but %s"
              .formatted(said.status(), type.isEmpty() ? "of no type" : bare(type)));
    var body = said.body();
    if (isBlank(body)) return new Answer.Output("null");
    try {
      var text = JsonBytes.text(body);
      var _ = PythonJson.read(text);
      return new Answer.Output(text);
    } catch (MalformedJsonException _) {
      var text = new String(body, StandardCharsets.UTF_8);
      return new Answer.Failed(text.substring(0, Math.min(text.length(), MOST_ERROR_CHARS)));
    }
  }

  private static boolean isBlank(byte[] body) {
    for (byte b : body) if (!Character.isWhitespace(b & 0xff)) return false;
    return true;
  }

  static boolean isJson(String contentType) {
    return contentType.equals(USUAL) || JSON.matcher(bare(contentType)).matches();
  }

  private static String bare(String contentType) {
    int parameters = contentType.indexOf(';');
    return (parameters < 0 ? contentType : contentType.substring(0, parameters))
        .strip()
        .toLowerCase(Locale.ROOT);
  }

  @Override
  public StreamEnd stream(Call call, ChunkReader reader) throws InterruptedException {
    var mostTime = times.most(call.service());
    ContainerCalls.Reader<StreamEnd> passing =
        (status, body) -> {
          if (status >= 400) throw new IOException("it answered with status " + status);
          var buffer = new byte[16 << 10];
          for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) reader.bytes(buffer, n);
          return new StreamEnd.Complete();
        };
    return switch (calls.post(addresses.output(call.service()), body(call), mostTime, passing)) {
      case ContainerCalls.Outcome.Answered<StreamEnd>(_, var end) -> end;
      case ContainerCalls.Outcome.Unreached<StreamEnd>(var why) -> new StreamEnd.Broken(why);
      case ContainerCalls.Outcome.Broken<StreamEnd>(var why) -> new StreamEnd.Broken(why);
      case ContainerCalls.Outcome.Late<StreamEnd>() ->
          new StreamEnd.Broken("it streamed for longer than " + ContainerCalls.said(mostTime));
    };
  }

  private static byte[] body(Call call) {
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
        .toBytes();
  }

  private static int code(Destination destination) {
    return switch (destination) {
      case CHAIN -> 0;
      case CLIENT -> 1;
      case STREAM -> 2;
    };
  }
}
