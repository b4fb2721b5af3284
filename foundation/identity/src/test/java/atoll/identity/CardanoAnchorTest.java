package atoll.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The one vector that the original's own tests hold (DMS §17.1). */
class CardanoAnchorTest {
  private static final byte[] KEY =
      hex("a40101032720062158203472bf94f1431735449e5aa537d2d5157a92a275ca8c6886d22da580deffa410");
  private static final byte[] SIGNATURE =
      hex(
          "845846a201276761646472657373583900b1411a4480087f2f3095f6936877315087ee08a7e91fc0cd349e98"
              + "bcff10f17d16e937ba8671a2d7e6258e98c405f7fd6f91deeb7409b8b6a166686173686564f44a67"
              + "65745f7075626b657958406f98987538f5e667719315cbd9bed373af4f1bd9c26ae1a636eefe52f3"
              + "ee1c793fd1f6ecf91e5b8955fa0ced7d40c99e80d1070c7c62cbffd6283770d56ff505");
  private static final byte[] DATA = "get_pubkey".getBytes(UTF_8);
  private static final Did DID = Did.parse("did:cardano:vector");

  @Test
  void theWalletsSignatureVerifies() {
    assertThat(new CardanoAnchor(DID, KEY).verify(DATA, SIGNATURE)).isTrue();
    var raw = Arrays.copyOfRange(KEY, KEY.length - 32, KEY.length);
    assertThat(new CardanoAnchor(DID, raw).verify(DATA, SIGNATURE)).isTrue();
  }

  @Test
  void otherDataAndChangedSignaturesDoNot() {
    var anchor = new CardanoAnchor(DID, KEY);
    assertThat(anchor.verify("set_pubkey".getBytes(UTF_8), SIGNATURE)).isFalse();
    assertThat(anchor.verify(DATA, new byte[0])).isFalse();
    assertThat(anchor.verify(DATA, Arrays.copyOf(SIGNATURE, SIGNATURE.length + 1))).isFalse();
    var random = new Random(3);
    int unprotectedFrom = 73; // these headers are not signed, as their name says
    int unprotectedTo = 82;
    for (int round = 0; round < 500; round++) {
      int at = random.nextInt(SIGNATURE.length);
      if (at >= unprotectedFrom && at < unprotectedTo) continue;
      var changed = SIGNATURE.clone();
      changed[at] ^= (byte) (1 + random.nextInt(255));
      assertThat(anchor.verify(DATA, changed)).as("byte " + at).isFalse();
    }
  }

  @Test
  void keysOfAnotherKindAreRefused() {
    for (int length = 0; length < KEY.length; length++) {
      var cut = Arrays.copyOf(KEY, length);
      if (length == 32) continue; // as long as a raw key
      assertThatIllegalArgumentException().isThrownBy(() -> new CardanoAnchor(DID, cut));
    }
    var other = KEY.clone();
    other[6] = 7;
    assertThatIllegalArgumentException().isThrownBy(() -> new CardanoAnchor(DID, other));
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
