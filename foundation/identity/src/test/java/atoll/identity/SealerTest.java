package atoll.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import atoll.identity.KeystoreException.Reason;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SealerTest {
  private static final byte[] SECRET = "an actor's key".getBytes(UTF_8);

  private final Sealer sealer = Sealer.random(new Random(1));

  @Test
  void whatWasSealedOpensForItsPurpose() {
    assertThat(sealer.open(sealer.seal(SECRET, "actor a"), "actor a")).isEqualTo(SECRET);
    assertThat(sealer.open(sealer.seal(new byte[0], ""), "")).isEmpty();
  }

  @Test
  void theSameKeyOpensItAfterARestart() {
    var key = new byte[32];
    key[5] = 7;
    var sealed = new Sealer(key, new Random(1)).seal(SECRET, "actor a");
    assertThat(new Sealer(key, new Random(2)).open(sealed, "actor a")).isEqualTo(SECRET);
  }

  @Test
  void sealingTwiceLooksDifferentAndShowsNothing() {
    var sealed = sealer.seal(SECRET, "actor a");
    assertThat(sealer.seal(SECRET, "actor a")).isNotEqualTo(sealed);
    assertThat(new String(sealed, UTF_8)).doesNotContain("actor");
    assertThat(sealer).hasToString("***");
  }

  @Test
  void anotherPurposeOrKeyOpensNothing() {
    var sealed = sealer.seal(SECRET, "actor a");
    assertThat(reason(() -> sealer.open(sealed, "actor b"))).isEqualTo(Reason.NOT_OPENED);
    assertThat(reason(() -> Sealer.random(new Random(2)).open(sealed, "actor a")))
        .isEqualTo(Reason.NOT_OPENED);
  }

  @Test
  void aChangedBitAnywhereOpensNothing() {
    for (int bit = 0; bit < 8 * sealer.seal(SECRET, "p").length; bit++) {
      var sealed = sealer.seal(SECRET, "p");
      sealed[bit / 8] ^= (byte) (1 << bit % 8);
      var expected = bit < 8 ? Reason.UNSUPPORTED_VERSION : Reason.NOT_OPENED;
      assertThat(reason(() -> sealer.open(sealed, "p"))).isEqualTo(expected);
    }
  }

  @Test
  void whatIsTooShortIsNoSealedSecret() {
    assertThat(reason(() -> sealer.open(new byte[28], "p"))).isEqualTo(Reason.MALFORMED);
    assertThatIllegalArgumentException().isThrownBy(() -> new Sealer(new byte[16], new Random(1)));
  }

  private static Reason reason(ThrowingCallable opening) {
    return catchThrowableOfType(KeystoreException.class, opening).reason();
  }
}
