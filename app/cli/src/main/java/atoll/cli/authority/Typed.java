package atoll.cli.authority;

import atoll.capability.CapabilityTokens;
import atoll.capability.Expiry;
import atoll.capability.TokenList;
import atoll.cli.CliEnvironment;
import atoll.cli.CommandRefused;
import atoll.cli.Durations;
import atoll.identity.Did;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What people type, as values; what makes no sense is wrong use. */
public final class Typed {
  private Typed() {}

  /**
   * @param what how the person knows it, like {@code --cap}
   */
  public static <T> T value(String what, Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw CommandRefused.wrongUse(what + ": " + e.getMessage() + ".", "");
    }
  }

  static Did did(String what, String text) {
    var did = value(what, () -> new Did(text.strip()));
    if (did.isEmpty())
      throw CommandRefused.wrongUse(
          what + " is empty.", "A DID looks like did:key:z6Mk…; atoll key did NAME prints one");
    return did;
  }

  /** Tokens as JSON, one or a list; {@code -} reads them from standard input. */
  static TokenList tokens(CliEnvironment environment, String text) {
    var bytes =
        text.equals("-") ? input(environment) : text.strip().getBytes(StandardCharsets.UTF_8);
    var tokens = CapabilityTokens.parseAny(bytes);
    if (tokens.isEmpty()) throw CommandRefused.wrongUse("There is no token in it.", "");
    return tokens;
  }

  public static byte[] input(CliEnvironment environment) {
    try {
      return new String(environment.in().readNBytes(4 << 20), StandardCharsets.UTF_8)
          .strip()
          .getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("reading standard input", e);
    }
  }

  /**
   * A date (its first instant in UTC), an instant, or a length of time from now; empty if none was
   * given.
   */
  public static Optional<Instant> expiry(
      CliEnvironment environment, @Nullable String at, @Nullable String after) {
    if (at != null && after != null)
      throw CommandRefused.wrongUse(
          "An expiry is given twice, as an instant and as a length of time.", "");
    if (after != null)
      return Optional.of(
          environment.clock().instant().plus(Durations.parse("the duration", after)));
    if (at == null) return Optional.empty();
    var instant = instant(at);
    if (!instant.isAfter(environment.clock().instant()))
      throw CommandRefused.wrongUse("The expiry " + at + " has passed.", "");
    var _ = value("--expiry", () -> Expiry.at(instant));
    return Optional.of(instant);
  }

  private static Instant instant(String text) {
    try {
      return text.length() == 10
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw CommandRefused.wrongUse(
          "The expiry is no date: " + text + ".", "Write it as 2030-12-31 or 2030-12-31T18:00:00Z");
    }
  }
}
