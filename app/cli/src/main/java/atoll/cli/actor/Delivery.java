package atoll.cli.actor;

import static picocli.CommandLine.ScopeType.INHERIT;

import atoll.actor.Handle;
import atoll.cli.CliEnvironment;
import atoll.cli.authority.Typed;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** In whose name a message goes, to whom, and until when. */
final class Delivery {
  @Option(
      scope = INHERIT,
      names = {"-c", "--context"},
      paramLabel = "NAME",
      description = "In the name of this context (user).")
  String context = "user";

  @Option(
      scope = INHERIT,
      names = {"-d", "--dest"},
      paramLabel = "ACTOR",
      description = "To this DID, peer id or handle (the node itself).")
  @Nullable String destination;

  @Option(
      scope = INHERIT,
      names = {"-e", "--expiry"},
      paramLabel = "DATE",
      description = "The message counts until then.")
  @Nullable String expiry;

  @Option(
      scope = INHERIT,
      names = {"-t", "--timeout"},
      paramLabel = "TIME",
      description = "The message counts, and an answer is waited for, so long (30s).")
  @Nullable String timeout;

  Optional<Handle> destination() {
    return Optional.ofNullable(destination)
        .map(text -> Typed.value("--dest", () -> Handle.parse(text)));
  }

  Instant expiresAt(CliEnvironment environment, Duration standard) {
    return Typed.expiry(environment, expiry, timeout)
        .orElseGet(() -> environment.clock().instant().plus(standard));
  }
}
