package atoll.cli.actor;

import atoll.actor.Envelope;
import atoll.actor.Reply;
import atoll.cli.CommandRefused;
import atoll.cli.ExitCode;
import atoll.cli.Output;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import atoll.kernel.json.StrictJson;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Shows what actors answered: the payload, since that is what was asked for. */
final class Answers {
  private static final StrictJson JSON = StrictJson.MESSAGE;

  private Answers() {}

  /**
   * @throws CommandRefused with the exit code of the refusal, if it is one
   */
  static int one(Output output, Envelope answer, boolean raw) {
    if (!answer.verifySignature())
      throw new CommandRefused(
          ExitCode.DENIED, "bad_signature", "The answer is not signed by who sent it.", "");
    if (raw) {
      output.raw(answer.toJson());
      return ExitCode.DONE.number();
    }
    switch (Reply.of(answer)) {
      case Reply.Answered(_, var payload) -> {
        output.raw(text(output, payload));
        if (saysItFailed(payload)) return ExitCode.FAILED.number();
      }
      case Reply.Refused(var code, var reason) ->
          throw CommandRefused.of(code, "The actor refuses: " + reason, "");
      case Reply.NoReply(var why) -> throw new CommandRefused(ExitCode.TIMED_OUT, why, "");
    }
    return ExitCode.DONE.number();
  }

  /**
   * The original's answers have no codes: a failure is an error text, or a word that says so (DMS
   * §4).
   */
  private static boolean saysItFailed(byte[] payload) {
    try {
      var tree = JSON.read(payload);
      if (!tree.isObject()) return false;
      var fields = Fields.of(tree);
      return fields
              .find("error")
              .filter(e -> e.isString() && !e.stringValue().isEmpty())
              .isPresent()
          || fields.find("success").filter(s -> s.isBoolean() && !s.booleanValue()).isPresent()
          || fields
              .find("status")
              .filter(s -> s.isString() && s.stringValue().equals("ERROR"))
              .isPresent();
    } catch (MalformedJsonException e) {
      return false; // an answer in another form says nothing that we know
    }
  }

  /** One line of JSON for each, with who says it; nobody answering is no failure. */
  static int all(Output output, List<Envelope> answers, boolean raw) {
    for (var answer : answers) {
      if (raw) output.raw(answer.toJson());
      else if (answer.verifySignature())
        output.document(json -> {
          json.beginObject().name("from").value(answer.from().did().uri()).name("payload");
          put(json, answer.payload());
          json.endObject();
        });
      else output.say("An answer was not signed by who sent it, and is left out.");
    }
    if (answers.isEmpty()) output.next("Nobody answered.");
    return ExitCode.DONE.number();
  }

  private static void put(CanonicalJson json, byte[] payload) {
    if (payload.length == 0) {
      json.nullValue();
      return;
    }
    try {
      json.tree(JSON.read(payload));
    } catch (MalformedJsonException e) {
      json.value(payload);
    }
  }

  /** For people in lines, for programs on one. */
  private static String text(Output output, byte[] payload) {
    if (payload.length == 0) return output.json() ? "null" : "";
    JsonNode tree;
    try {
      tree = JSON.read(payload);
    } catch (MalformedJsonException e) {
      var json = new CanonicalJson();
      put(json, payload);
      return json.toString();
    }
    if (output.json()) return new CanonicalJson().tree(tree).toString();
    return JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValueAsString(tree);
  }
}
