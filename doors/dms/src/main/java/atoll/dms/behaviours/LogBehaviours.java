package atoll.dms.behaviours;

import static atoll.dms.behaviours.Served.object;
import static atoll.dms.behaviours.Served.request;

import atoll.actor.Received;
import atoll.dms.behaviours.Served.Failure;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import java.util.List;
import java.util.function.Consumer;

/**
 * How much is logged (DMS §4.3). Where to is not for messages to say: records go to standard error,
 * and what would send them elsewhere is refused as a whole.
 */
record LogBehaviours(Consumer<LogLevel> log) {
  private static final List<String> ELSEWHERE = List.of("url", "api_key", "apm_url");

  void serve(Served served) {
    served.on("/dms/node/logger/config", Failure.OK_LOWER_ERROR, this::configure);
  }

  private CanonicalJson configure(Received message) {
    var wanted = request(message);
    var elsewhere = ELSEWHERE.stream().filter(name -> says(wanted, name)).toList();
    if (!elsewhere.isEmpty() || wanted.truth("elastic_enabled"))
      throw new AtollException(
          ErrorCode.BAD_REQUEST,
          "this node sends its log nowhere, so leave out "
              + (elsewhere.isEmpty() ? "elastic_enabled" : String.join(", ", elsewhere)));
    wanted
        .optionalText("level")
        .filter(text -> !text.isEmpty())
        .map(LogBehaviours::level)
        .ifPresent(log);
    return object().name("OK").value(true).name("error").value("").endObject();
  }

  private static boolean says(Fields wanted, String name) {
    return wanted.optionalText(name).filter(text -> !text.isEmpty()).isPresent();
  }

  private static LogLevel level(String text) {
    return LogLevel.parse(text)
        .orElseThrow(() ->
            new AtollException(
                ErrorCode.BAD_REQUEST,
                "level: " + text + " is none of DEBUG, INFO, WARN and ERROR"));
  }
}
