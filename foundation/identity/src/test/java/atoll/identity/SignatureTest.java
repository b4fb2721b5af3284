package atoll.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SignatureTest {
  private static final byte[] MESSAGE = "test message".getBytes(UTF_8);

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void bothEnginesOfEd25519MakeAndAcceptTheSameSignatures(long seed) {
    var loaded = CorrettoEd25519.load();
    Assumptions.assumeTrue(loaded.isPresent(), "no native library on this platform");
    var random = new Random(seed);
    var secret = new byte[32];
    random.nextBytes(secret);
    var data = new byte[random.nextInt(3000)];
    random.nextBytes(data);
    var publicKey = BouncyCastleEd25519.publicKey(secret);
    var java = new BouncyCastleEd25519();
    var corretto = loaded.get();
    var signature = java.signing(secret, publicKey).sign(data);
    assertThat(corretto.signing(secret, publicKey).sign(data)).isEqualTo(signature);
    assertThat(corretto.verify(publicKey, data, signature)).isTrue();
    assertThat(java.verify(publicKey, data, signature)).isTrue();
    int at = random.nextInt(64);
    signature[at] ^= (byte) (1 << random.nextInt(8));
    assertThat(corretto.verify(publicKey, data, signature)).isFalse();
    assertThat(java.verify(publicKey, data, signature)).isFalse();
    var elsewhere = new byte[32];
    random.nextBytes(elsewhere);
    assertThat(corretto.verify(elsewhere, data, signature)).isFalse();
    assertThat(java.verify(elsewhere, data, signature)).isFalse();
  }

  @Test
  void aSignatureOfAnotherLengthIsRefusedByBothEngines() {
    var key = PrivateKey.fromSeed(KeyType.ED25519, new byte[32]);
    for (int length : new int[] {0, 63, 65, 1000}) {
      assertThat(key.publicKey().verify(MESSAGE, new byte[length])).isFalse();
      assertThat(new BouncyCastleEd25519().verify(key.publicKey().raw(), MESSAGE, new byte[length]))
          .isFalse();
    }
  }

  @Test
  void secp256k1SignsAsItsVectorSays() {
    var signature =
        HexFormat.of()
            .parseHex(
                "3045022100fab80f0a195c3481c924f3a84729dbb4317c1e98b2b856be21712b2006c14f7a"
                    + "02200b9d3f1dbab6b9f4f37f7aee76e259069c9e2438ad0fd95a77d9fe4dcbb6cdbe");
    var key = PrivateKey.fromSeed(KeyType.SECP256K1, one());
    assertThat(key.publicKey().verify(MESSAGE, signature)).isTrue();
    assertThat(key.sign(MESSAGE)).isEqualTo(signature);
  }

  @Test
  void aHardwareWalletsSignatureVerifiesAsItsVectorSays() {
    assertThat(EthereumMessage.digest(MESSAGE))
        .asHexString()
        .isEqualToIgnoringCase("3e2d111c8c52a5ef0ba64fe4d85e32a5153032367ec44aaae0a4e2d1bfb9bebd");
    var signature =
        HexFormat.of()
            .parseHex(
                "3044022051535e6e57776985a6e4f397b320784796a0b10cd02824651ab9023c5d3332fe"
                    + "0220153c9682fd2935def33aa6453070cb98f02eb9207a9e976fe64d1fc691fd8280");
    var key = PublicKey.of(KeyType.ETH, Secp256k1.publicKey(one()));
    assertThat(key.verify(MESSAGE, signature)).isTrue();
    assertThat(Secp256k1.sign(one(), EthereumMessage.digest(MESSAGE))).isEqualTo(signature);
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyType.class,
      names = {"ED25519", "SECP256K1"})
  void aSignatureBelongsToOneKeyAndOneMessage(KeyType type) {
    var random = new Random(7);
    for (int round = 0; round < 50; round++) {
      var key = PrivateKey.generate(type, random);
      var signature = key.sign(MESSAGE);
      assertThat(key.publicKey().verify(MESSAGE, signature)).isTrue();
      assertThat(PrivateKey.generate(type, random).publicKey().verify(MESSAGE, signature))
          .isFalse();
      assertThat(key.publicKey().verify("text message".getBytes(UTF_8), signature)).isFalse();
      var flipped = signature.clone();
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
      assertThat(key.publicKey().verify(MESSAGE, flipped)).isFalse();
      assertThat(key.publicKey().verify(MESSAGE, Arrays.copyOf(signature, 20))).isFalse();
    }
  }

  private static byte[] one() {
    var secret = new byte[32];
    secret[31] = 1;
    return secret;
  }
}
