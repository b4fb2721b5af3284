package atoll.capability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapabilityTokenTest {

  @ParameterizedTest
  @ValueSource(strings = {"T1", "T2", "T3", "T4", "T5"})
  @DisplayName("A3: a token vector is reproduced to the byte, verifies and re-signs the same")
  void vectorsAreReproducedToTheByte(String name) throws NoSuchAlgorithmException {
    var token = Vectors.vector(name);
    assertThat(token.json()).isEqualTo(new String(Vectors.json(name), UTF_8));
    var facts = Vectors.signedFacts(name);
    var signed = token.signedBytes();
    assertThat(signed.length + " " + HexFormat.of().formatHex(sha256(signed)))
        .isEqualTo(facts.getFirst());
    if (facts.size() > 1) assertThat(new String(signed, UTF_8)).isEqualTo(facts.get(1));
    var signer = Vectors.signerOf(token.issuer());
    assertThat(signer.anchor().verify(signed, token.signature())).isTrue();
    assertThat(CapabilityToken.sign(token.claims(), signer)).isEqualTo(token);
  }

  @Test
  @DisplayName("A5: characters that HTML minds are escaped in the signed bytes")
  void htmlIsEscaped() {
    var token = Vectors.vector("T5");
    assertThat(token.caps()).containsExactly(new Capability("/x<y>&z"));
    assertThat(new String(token.signedBytes(), UTF_8)).contains("/x\\u003cy\\u003e\\u0026z");
  }

  @Test
  @DisplayName("A6: an expiry beyond 2^53 keeps its last digit")
  void expiryIsExact() {
    assertThat(Vectors.vector("T3").expiry()).isEqualTo(new Expiry(4102444799999999998L));
    assertThat(Vectors.vector("T3").json()).contains("4102444799999999998");
    var latest = with("exp", "4102444800000000000", "18446744073709551615");
    assertThat(latest.expiry().instant()).isAfter("2554-07-21T00:00:00Z");
    assertThat(latest.json()).contains("18446744073709551615");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4102444800000000000.0",
        "4.102e18",
        "18446744073709551616",
        "-1",
        "\"1\"",
        "null",
        "1e3"
      })
  void anExpiryIsAWholeNumberOfUnsigned64Bits(String expiry) {
    assertThatExceptionOfType(MalformedTokenException.class)
        .isThrownBy(() -> with("exp", "4102444800000000000", expiry))
        .withMessageContaining("exp");
  }

  @Test
  void anEmptyAndANullListOfCapabilitiesAreKeptApart() {
    var caps = "[\"/dms/deployment\",\"/public\"]";
    assertThat(with("cap", caps, "null").json()).contains("\"cap\":null");
    assertThat(with("cap", caps, "[]").json()).contains("\"cap\":[]");
  }

  @Test
  void whiteSpaceAndOrderDoNotMatter() {
    var swapped =
        new String(Vectors.json("T1"), UTF_8)
            .replace("\"act\":\"delegate\",", " ")
            .replace("\"depth\":3", "\"depth\": 3 ,\n\"act\":\"delegate\"");
    assertThat(CapabilityTokens.parseAny(swapped.getBytes(UTF_8)).tokens().getFirst())
        .isEqualTo(Vectors.vector("T1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"depth\":3,\"more\":1",
        "\"depth\":3,\"depth\":3",
        "\"depth\":3,\"Depth\":3",
        "\"depth\":3,\"chain\":null",
        "\"depth\":-1",
        "\"depth\":3.0",
        "\"depth\":9223372036854775808"
      })
  void unknownRepeatedAndSenselessMembersAreRefused(String members) {
    assertThatExceptionOfType(MalformedTokenException.class)
        .isThrownBy(() -> with("depth", "\"depth\":3", members));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{\"tok\":{}}",
        "{\"tok\":[{}]}",
        "{\"tok\":[],\"tok\":[]}",
        "{\"tok\":[{\"ucan\":{}}]}",
        "{\"tok\":[{\"dms\":{}}]}",
        "{\"tok\":[{\"dms\":{},\"ucan\":{}}]}",
        "{\"tok\":[]} x",
        "{\"tokens\":[]}"
      })
  void whatIsNoTokenListIsRefused(String text) {
    if (text.isEmpty()) assertThat(CapabilityTokens.parse(new byte[0]).isEmpty()).isTrue();
    else
      assertThatExceptionOfType(MalformedTokenException.class)
          .isThrownBy(() -> CapabilityTokens.parse(text.getBytes(UTF_8)));
  }

  @Test
  void aSignatureInAnotherSpellingOfBase64IsRefused() {
    assertThatExceptionOfType(MalformedTokenException.class)
        .isThrownBy(() -> with("sig", "0fIDA==", "0fIDB=="));
    assertThatExceptionOfType(MalformedTokenException.class)
        .isThrownBy(() -> with("sig", "0fIDA==", "0fIDA"));
  }

  @Test
  void aTokenIsWrittenAndReadAsAList() {
    var list = TokenList.of(Vectors.vector("T1"), Vectors.vector("T5"));
    assertThat(CapabilityTokens.parse(list.toBytes())).isEqualTo(list);
    assertThat(TokenList.EMPTY.json()).isEqualTo("{}");
    assertThat(CapabilityTokens.parse("{}".getBytes(UTF_8))).isEqualTo(TokenList.EMPTY);
    assertThat(CapabilityTokens.parseAny(Vectors.json("T1")).tokens()).hasSize(1);
  }

  @Test
  @DisplayName("A7: a capability implies itself and what is below it")
  void implication() {
    var dms = new Capability("/dms");
    assertThat(dms.implies(new Capability("/dms/node"))).isTrue();
    assertThat(dms.implies(dms)).isTrue();
    assertThat(dms.implies(new Capability("/dmsx"))).isFalse();
    assertThat(new Capability("/dms/node").implies(dms)).isFalse();
    assertThat(Capability.ROOT.implies(new Capability("/dmsx"))).isTrue();
    assertThat(new Topic("/nunet").implies(new Topic("/nunet/hello"))).isTrue();
    assertThat(new Topic("/nunet").implies(new Topic("/nunetx"))).isFalse();
    assertThat(new Topic("/").implies(new Topic("/nunet"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "dms", "/a\nb", "/\ud800"})
  void aCapabilityIsARootedPathOfCleanText(String path) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new Capability(path));
    assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> new Topic(path));
  }

  /** T1 with one piece of its text replaced. */
  private static CapabilityToken with(String what, String from, String to) {
    var text = new String(Vectors.json("T1"), UTF_8);
    assertThat(text).as(what).contains(from);
    return CapabilityTokens.parseAny(text.replace(from, to).getBytes(UTF_8)).tokens().getFirst();
  }

  private static byte[] sha256(byte[] data) throws NoSuchAlgorithmException {
    return MessageDigest.getInstance("SHA-256").digest(data);
  }
}
