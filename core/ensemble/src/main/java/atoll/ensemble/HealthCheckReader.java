package atoll.ensemble;

import atoll.ensemble.Problem.Code;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A {@code healthcheck} (DMS §6.6), with our thresholds, delay, time limit and TCP probe. */
final class HealthCheckReader {
  private static final Duration LONGEST = Duration.ofHours(24);

  private enum Type {
    COMMAND("exec", "exec: [\"true\"]"),
    HTTP("endpoint", "endpoint: http://localhost:80/"),
    TCP("port", "port: 80");

    /** The member that says what is tried. */
    final String subject;

    final String example;

    Type(String subject, String example) {
      this.subject = subject;
      this.example = example;
    }

    String fileName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private HealthCheckReader() {}

  /** An empty structure on the wire is how Go writes that there is none. */
  static Optional<HealthCheck> readIfGiven(Value value) {
    boolean none =
        !value.reading().ofFile() && value.isMapping() && value.members().find("type").isEmpty();
    return none ? Optional.empty() : Optional.of(read(value));
  }

  static HealthCheck read(Value value) {
    var members = value.members("a mapping", "healthcheck: {type: tcp, port: 80}");
    var type =
        members
            .require("type", "command, http or tcp")
            .flatMap(t -> t.maybeOneOf(Type.values(), Type::fileName));
    var probe = type.map(t -> probe(t, members)).orElseGet(() -> standIn(members));

    var interval = span(members, "interval", HealthCheck.DEFAULT_INTERVAL, false);
    var check =
        new HealthCheck(
            probe,
            interval,
            span(members, "timeout", HealthCheck.DEFAULT_TIMEOUT, false),
            span(members, "initial_delay", Duration.ZERO, true),
            count(members, "failure_threshold", HealthCheck.DEFAULT_FAILURE_THRESHOLD),
            count(members, "success_threshold", HealthCheck.DEFAULT_SUCCESS_THRESHOLD));
    members.refuseOthers();
    return check;
  }

  private static HealthCheck.Probe probe(Type type, Members members) {
    var response = members.find("response").flatMap(HealthCheckReader::response);
    for (var other : Type.values()) if (other != type) refuse(members.find(other.subject), type);
    if (type == Type.TCP) refuse(members.find("response"), type);
    var subject = members.require(type.subject, type.example);
    return switch (type) {
      case COMMAND ->
          new HealthCheck.Probe.Command(
              subject.map(HealthCheckReader::argv).orElse(List.of()), response);
      case HTTP ->
          new HealthCheck.Probe.Http(subject.map(HealthCheckReader::url).orElse(""), response);
      case TCP -> new HealthCheck.Probe.Tcp(subject.map(p -> p.whole(1, 65535)).orElse(1));
    };
  }

  /** Where the type is not known, nothing is said of what only a type can want. */
  private static HealthCheck.Probe standIn(Members members) {
    for (var type : Type.values()) members.find(type.subject);
    members.find("response");
    return new HealthCheck.Probe.Tcp(1);
  }

  private static void refuse(Optional<Value> member, Type type) {
    member.ifPresent(
        m -> m.problem(Code.MISMATCH, "is not for a check of type " + type.fileName(), ""));
  }

  private static List<String> argv(Value value) {
    var argv = value.texts("exec: [\"curl\", \"-sf\", \"http://localhost:80/\"]");
    if (value.isList() && argv.isEmpty()) value.problem(Code.MISSING, "names no command", "");
    return argv;
  }

  private static String url(Value value) {
    var text = value.word();
    if (text.isEmpty()) return text;
    try {
      var url = new URI(text);
      var scheme = url.getScheme();
      if (url.getHost() != null && ("http".equals(scheme) || "https".equals(scheme))) return text;
    } catch (URISyntaxException _) {
      // told below, like any other text that is no such address
    }
    value.problem(
        Code.BAD_FORMAT, Said.quote(text) + " is no web address", "http://localhost:80/health");
    return text;
  }

  private static Optional<String> response(Value value) {
    var members = value.members("a mapping", "response: {type: string, value: \"200\"}");
    members
        .find("type")
        .ifPresent(t -> {
          if (!t.word().equalsIgnoreCase("string"))
            t.problem(Code.UNKNOWN_VALUE, "is not string", "only type: string is known");
        });
    var expected = members.findAsWritten("value").filter(v -> !v.isNull());
    // An empty structure is how Go writes that no response was given.
    if (!value.reading().ofFile()
        && members.find("type").isEmpty()
        && members.find("value").isEmpty()) return Optional.empty();
    if (expected.isEmpty()) members.missing("value", "value: \"200\"");
    members.refuseOthers();
    return expected.map(Value::text);
  }

  static Duration span(Members members, String name, Duration otherwise, boolean mayBeZero) {
    return members.find(name).map(v -> span(v, mayBeZero)).orElse(otherwise);
  }

  private static Duration span(Value value, boolean mayBeZero) {
    var text = value.text();
    var span = GoDuration.parse(text);
    // Go programs may write a duration as nanoseconds.
    if (span.isEmpty() && !value.reading().ofFile())
      span =
          Units.amount(text)
              .filter(Units.Amount::bare)
              .filter(a -> a.number().signum() >= 0)
              .flatMap(a -> Units.whole(a.number()))
              .map(Duration::ofNanos);
    if (span.isEmpty()) {
      if (value.isScalar() && !value.isNull())
        value.problem(
            Code.BAD_QUANTITY,
            Said.quote(text) + " is not a duration",
            Units.amount(text).map(Units.Amount::bare).orElse(false)
                ? "write " + Said.plain(text.strip()) + "s"
                : "durations are written like 30s or 1m30s");
      return Duration.ofSeconds(1);
    }
    if (span.get().isZero() && !mayBeZero || span.get().compareTo(LONGEST) > 0) {
      value.problem(Code.OUT_OF_RANGE, "must be more than 0 and at most 24h", "");
      return Duration.ofSeconds(1);
    }
    return span.get();
  }

  private static int count(Members members, String name, int otherwise) {
    return members.find(name).map(v -> v.whole(1, 1000)).orElse(otherwise);
  }
}
