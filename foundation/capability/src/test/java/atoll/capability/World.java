package atoll.capability;

import static atoll.capability.Vectors.A;
import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.identity.Did;
import atoll.identity.Signer;
import atoll.identity.TrustContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A clock that only tests move, and contexts that live by it. */
final class World {
  private static final Random NONCES = new Random(3);
  static final Expiry LATE = new Expiry(4102444800000000000L);

  Instant now = Instant.parse("2030-01-01T00:00:00Z");
  final InstantSource clock = () -> now;
  private final Random random = new Random(7);

  CapabilityContext context(Signer owner) {
    return new CapabilityContext(owner, new TrustContext(clock), clock, random);
  }

  void advance(Duration by) {
    now = now.plus(by);
  }

  Expiry in(Duration time) {
    return Expiry.at(now.plus(time));
  }

  /** What {@code context} says to C's token list when C invokes on A. */
  static Authorisation ask(CapabilityContext context, byte[] tokens, Signer from, String cap) {
    return ask(context, tokens, from, A.did(), cap);
  }

  static Authorisation ask(
      CapabilityContext context, byte[] tokens, Signer from, Did audience, String cap) {
    try (var consumed = context.consume(from.did(), tokens)) {
      return context.require(consumed, from.did(), audience, List.of(new Capability(cap)));
    }
  }

  static byte[] list(CapabilityToken... tokens) {
    return TokenList.of(tokens).toBytes();
  }

  static byte[] list(String json) {
    return ("{\"tok\":[" + json + "]}").getBytes(UTF_8);
  }

  /** A token made by hand, true or not. */
  static CapabilityToken token(
      Action action,
      Signer issuer,
      Did subject,
      Did audience,
      String topic,
      String cap,
      Expiry expiry,
      long depth,
      Optional<CapabilityToken> chain) {
    return new TokenIssuer(issuer, NONCES)
        .issue(
            action,
            subject,
            audience,
            topic.isEmpty() ? List.of() : List.of(new Topic(topic)),
            List.of(new Capability(cap)),
            expiry,
            depth,
            chain);
  }
}
