package atoll.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The identities of DMS §17.2. */
class IdentityVectorsTest {
  private static final HexFormat HEX = HexFormat.of();

  record Vector(PublicKey key, String seed, String peerId, String did, String actorId) {
    static Vector parse(String line) {
      var part = line.split(" ", -1);
      var type = KeyType.valueOf(part[0].toUpperCase(Locale.ROOT));
      return new Vector(
          PublicKey.of(type, HEX.parseHex(part[1])), part[2], part[3], part[4], part[5]);
    }
  }

  static Stream<Vector> vectors() {
    try (var in = IdentityVectorsTest.class.getResourceAsStream("identities.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(Vector::parse);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  @DisplayName("A1: a seed derives exactly the listed public key, peer id, DID and actor id")
  void seedsDeriveTheirIds(Vector vector) {
    if (vector.seed.equals("-")) return;
    var key = PrivateKey.fromSeed(vector.key.type(), HEX.parseHex(vector.seed));
    assertThat(key.publicKey()).isEqualTo(vector.key);
    assertThat(new ActorId(key.publicKey()).text()).isEqualTo(vector.actorId);
    assertThat(ActorId.parse(vector.actorId).key()).isEqualTo(vector.key);
    assertThat(PrivateKey.unmarshal(key.marshal()).publicKey()).isEqualTo(vector.key);
    assertThat(key).hasToString("***");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  @DisplayName("A2: peer ids and DIDs decode to the listed key, and back")
  void idsAndKeysAreDerivedFromEachOther(Vector vector) {
    assertThat(PeerId.of(vector.key).text()).isEqualTo(vector.peerId);
    assertThat(PeerId.parse(vector.peerId).publicKey()).isEqualTo(vector.key);
    assertThat(Did.of(vector.key).uri()).isEqualTo(vector.did);
    assertThat(Did.parse(vector.did).publicKey()).contains(vector.key);
    assertThat(PublicKey.unmarshal(vector.key.marshal())).isEqualTo(vector.key);
  }

  @Test
  void aHardwareWalletsKeyAnchorsADidAndNothingElse() {
    var raw = HEX.parseHex("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");
    var key = PublicKey.of(KeyType.ETH, raw);
    assertThat(Did.of(key).uri())
        .isEqualTo("did:key:zzCHUyT8eARUUm7kMrD81G3ySAdNuDKZsRD3tKGATcduYh3xS3");
    assertThat(Did.of(key).publicKey()).contains(key);
    assertThatIllegalArgumentException().isThrownBy(() -> new ActorId(key));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PrivateKey.fromSeed(KeyType.ETH, new byte[32]));
  }

  @Test
  void aDidIsAnObjectWithOneOptionalMember() {
    var did = Did.parse("did:key:z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw");
    var out = new CanonicalJson();
    did.write(out);
    assertThat(out).hasToString("{\"uri\":\"" + did.uri() + "\"}");
    assertThat(Did.read(StrictJson.MESSAGE.read(out.toBytes()))).isEqualTo(did);
    var empty = new CanonicalJson();
    Did.NONE.write(empty);
    assertThat(empty).hasToString("{}");
    assertThat(Did.read(StrictJson.MESSAGE.read(empty.toBytes()))).isEqualTo(Did.NONE);
    assertThat(did.method()).isEqualTo("key");
    assertThat(did.identifier()).startsWith("z6Mk");
  }

  @ParameterizedTest
  @ValueSource(strings = {"did", "did:key", "did:key:", "did::x", "dad:key:x", "did:key:x:y", ":"})
  void aDidHasThreeNonEmptyParts(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Did.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"did:web:example", "did:key:x", "did:key:z", "did:key:z6Mk0", "did:key:z6Mktwup"})
  void aDidWithoutAKnownKeyHasNone(String text) {
    assertThat(Did.parse(text).publicKey()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Qm", "12D3KooW", "BAAREI", "did:key:x"})
  void whatHoldsNoKeyIsNoPeerIdAndNoActorId(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> PeerId.parse(text));
    assertThatIllegalArgumentException().isThrownBy(() -> ActorId.parse(text));
  }

  @Test
  void keysOutsideTheCurveOrOfAnotherLengthAreRefused() {
    var outside = new byte[33];
    outside[0] = 2;
    outside[32] = 5;
    assertThatIllegalArgumentException().isThrownBy(() -> PublicKey.of(KeyType.SECP256K1, outside));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PublicKey.of(KeyType.ED25519, new byte[31]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PublicKey.unmarshal(HEX.parseHex("0803120100")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PrivateKey.fromSeed(KeyType.SECP256K1, new byte[32]));
  }
}
