package atoll.capability;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.identity.Did;
import atoll.identity.KeyType;
import atoll.identity.PrivateKey;
import atoll.identity.Signer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** The keys and tokens of DMS §17.2 and §17.3. */
final class Vectors {
  static final PrivateKey KEY_A =
      key("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
  static final PrivateKey KEY_B =
      key("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
  static final PrivateKey KEY_C =
      key("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7");
  static final Signer A = Signer.of(KEY_A);
  static final Signer B = Signer.of(KEY_B);
  static final Signer C = Signer.of(KEY_C);
  static final List<Signer> SIGNERS = List.of(A, B, C);

  private Vectors() {}

  static byte[] json(String name) {
    return text(name + ".json").strip().getBytes(UTF_8);
  }

  static CapabilityToken vector(String name) {
    return CapabilityTokens.parseAny(json(name)).tokens().getFirst();
  }

  /** Length and digest of the signed bytes, and for some the signed bytes themselves. */
  static List<String> signedFacts(String name) {
    return text(name + ".txt").lines().toList();
  }

  static Signer signerOf(Did did) {
    return SIGNERS.stream().filter(s -> s.did().equals(did)).findFirst().orElseThrow();
  }

  private static String text(String file) {
    try (var in = Vectors.class.getResourceAsStream(file)) {
      return new String(Objects.requireNonNull(in, file).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PrivateKey key(String seed) {
    return PrivateKey.fromSeed(KeyType.ED25519, HexFormat.of().parseHex(seed));
  }
}
