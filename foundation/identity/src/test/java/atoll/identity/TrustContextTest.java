package atoll.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrustContextTest {
  private final Random random = new Random(2);
  private Instant now = Instant.parse("2030-01-01T00:00:00Z");
  private final TrustContext trust = new TrustContext(() -> now);

  @Test
  void aDidKeyAnchorsItself() {
    var key = PrivateKey.generate(random);
    var anchor = trust.anchor(Did.of(key.publicKey())).orElseThrow();
    var data = new byte[] {1, 2, 3};
    assertThat(anchor.verify(data, key.sign(data))).isTrue();
    assertThat(trust.anchor(Did.parse("did:key:zBroken"))).isEmpty();
    assertThat(trust.anchor(Did.NONE)).isEmpty();
  }

  @Test
  void anotherMethodCountsOnceItsAnchorIsAdded() {
    var key = PrivateKey.generate(random).publicKey();
    var did = Did.parse("did:prism:someone");
    assertThat(trust.anchor(did)).isEmpty();
    trust.addAnchor(new KeyAnchor(did, key));
    now = now.plus(Duration.ofDays(1));
    trust.collectGarbage();
    assertThat(trust.anchor(did)).isPresent();
  }

  @Test
  void aDerivedAnchorIsForgottenAnHourAfterItsLastUse() {
    var did = Did.of(PrivateKey.generate(random).publicKey());
    trust.anchor(did);
    now = now.plus(Duration.ofMinutes(50));
    trust.anchor(did);
    now = now.plus(Duration.ofMinutes(50));
    trust.collectGarbage();
    assertThat(trust.derivedCount()).isEqualTo(1);
    now = now.plus(Duration.ofMinutes(11));
    trust.collectGarbage();
    assertThat(trust.derivedCount()).isZero();
    assertThat(trust.anchor(did)).isPresent();
  }

  @Test
  void aSignerIsFoundByItsDid() {
    var signer = Signer.of(PrivateKey.generate(random));
    assertThat(trust.signer(signer.did())).isEmpty();
    trust.addSigner(signer);
    assertThat(trust.signer(signer.did())).contains(signer);
  }
}
