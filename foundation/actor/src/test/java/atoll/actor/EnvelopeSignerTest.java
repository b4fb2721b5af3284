package atoll.actor;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.capability.CapabilityContext;
import atoll.capability.Expiry;
import atoll.identity.ActorId;
import atoll.identity.Signer;
import atoll.identity.TrustContext;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a sender numbers its messages by. */
class EnvelopeSignerTest {
  private Instant now = Instant.parse("2030-01-01T00:00:00Z");
  private final EnvelopeSigner signer = signer();

  private EnvelopeSigner signer() {
    var context =
        new CapabilityContext(
            Signer.of(Vectors.A), new TrustContext(() -> now), () -> now, new Random(1));
    var id = new ActorId(Vectors.A.publicKey());
    return new EnvelopeSigner(
        new Handle(id, context.owner(), new Address("host", Address.ROOT_INBOX)),
        Vectors.A,
        context,
        () -> now);
  }

  @Test
  void noncesCountUpFromTheTimeAtTheStart() {
    long first = signer.nextNonce();
    assertThat(first - Expiry.at(now).unixNanos()).isBetween(0L, 1L);
    assertThat(signer.nextNonce()).isEqualTo(first + 1);
  }

  @Test
  void onceTheClockWasSetBackNoncesAreNotFromTheFuture() {
    var used = new HashSet<Long>();
    for (int i = 0; i < 100; i++) assertThat(used.add(signer.nextNonce())).isTrue();
    now = now.minus(Duration.ofMinutes(9));
    for (int i = 0; i < 100; i++) {
      long nonce = signer.nextNonce();
      assertThat(used.add(nonce)).as("it is used once").isTrue();
      assertThat(nonce - Expiry.at(now).unixNanos()).isLessThan(Gatekeeper.CLOCK_SKEW.toNanos());
    }
  }
}
