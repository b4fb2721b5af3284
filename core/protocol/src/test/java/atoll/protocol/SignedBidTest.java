package atoll.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.actor.Handle;
import atoll.identity.KeyType;
import atoll.identity.PrivateKey;
import atoll.identity.Signer;
import atoll.kernel.EnsembleId;
import atoll.kernel.Location;
import atoll.kernel.NodeName;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The bid vector of DMS §17.5: B of the RFC 8032 keys bids for node n1 of ensemble e1. */
class SignedBidTest {
  private static final PrivateKey B =
      PrivateKey.fromSeed(
          KeyType.ED25519,
          HexFormat.of()
              .parseHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));

  private static final String SIGNATURE =
      "dYFozLIL5/vWWEs9VwNJ1JxlSfBcrmeLGIkmENaV5xZJNuUt/OemmmRKsmL1CDjR6cAYXanzDQyPR9PA9UUsAw==";

  private final SignedBid bid =
      SignedBid.sign(
          new EnsembleId("e1"),
          new NodeName("n1"),
          Location.of("Europe", "DE", "Berlin"),
          Handle.of(B.publicKey()),
          Signer.of(B));

  @Test
  void theSignedBytesAreThoseOfTheVector() throws Exception {
    assertThat(new String(bid.signedBytes(), UTF_8))
        .startsWith("dms-bid-{\"EnsembleID\":\"e1\",\"NodeID\":\"n1\",")
        .endsWith("\"Signature\":null}");
    assertThat(
            HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(bid.signedBytes())))
        .isEqualTo("9815d473f46bca255e500c96bfc08ee78993376d285fea309d96481600d78b96");
    assertThat(Base64.getEncoder().encodeToString(bid.signature())).isEqualTo(SIGNATURE);
    assertThat(bid.isAuthentic()).isTrue();
  }

  @Test
  @DisplayName("A32: a bid with another ensemble, or signed by another key, is not authentic")
  void whatIsNotAsSignedIsNotAuthentic() {
    var moved =
        new SignedBid(
            new EnsembleId("e2"),
            bid.node(),
            bid.peer(),
            bid.location(),
            bid.handle(),
            bid.signature());
    assertThat(moved.isAuthentic()).isFalse();
    var stranger = PrivateKey.fromSeed(KeyType.ED25519, new byte[32]);
    var forged =
        new SignedBid(
            bid.ensemble(),
            bid.node(),
            bid.peer(),
            bid.location(),
            bid.handle(),
            stranger.sign(bid.signedBytes()));
    assertThat(forged.isAuthentic()).isFalse();
    var borrowed =
        new SignedBid(
            bid.ensemble(),
            bid.node(),
            bid.peer(),
            bid.location(),
            Handle.of(stranger.publicKey()),
            bid.signature());
    assertThat(borrowed.isAuthentic()).isFalse();
  }
}
