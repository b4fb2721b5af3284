package atoll.cli.actor;

import atoll.cli.CommandRefused;
import atoll.cli.Invocation;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/** The options of a behaviour's command as they were typed. */
record Given(ParseResult typed, Invocation invocation) {
  Optional<String> text(String longName) {
    return Optional.ofNullable(typed.matchedOptionValue(longName, (String) null));
  }

  String needed(String longName) {
    return text(longName).orElseThrow(() -> CommandRefused.wrongUse(longName + " is missing.", ""));
  }

  boolean truth(String longName) {
    return typed.matchedOptionValue(longName, false);
  }

  List<String> list(String longName) {
    return typed.matchedOptionValue(longName, List.of());
  }

  Optional<Long> integer(String longName) {
    return text(longName)
        .map(text -> {
          if (!text.matches("\\d{1,18}"))
            throw CommandRefused.wrongUse(longName + " is not a whole number: " + text + ".", "");
          return Long.parseLong(text);
        });
  }
}
