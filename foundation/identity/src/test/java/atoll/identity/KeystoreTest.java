package atoll.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import atoll.identity.KeystoreException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeystoreTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final char[] PASSPHRASE = "correct horse".toCharArray();
  private static final String VECTOR =
      """
      {"version": 3, "id": "dms", "crypto": {
        "mac": "d80f8586f058c83fdfdea852a5520e11083fdbabbcaf7b891f74e4166cab94a7",
        "cipher": "aes-256-ctr", "cipherparams": {"iv": "000102030405060708090a0b0c0d0e0f"},
        "ciphertext": "0df317f5c3d82afc9867abf93cb9092010377891992fb47160748cccf4c703efcf1e8b98eb7c2d62622d9702ada75b6cbb6c0594158b469206148f574e2efce554eb2b54",
        "kdf": "scrypt", "kdfparams": {"n": 262144, "r": 8, "p": 1, "dklen": 64,
          "salt": "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f"}}}
      """;

  @TempDir Path home;

  @Test
  @DisplayName("A15: the keystore vector opens to A's key, and to nothing with another passphrase")
  void theVectorOpens() throws IOException {
    var keystore = keystore();
    put("dms", VECTOR);
    assertThat(keystore.get("dms", PASSPHRASE).marshal())
        .isEqualTo(
            HEX.parseHex(
                "080112409d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
                    + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
    assertThat(reason(() -> keystore.get("dms", "wrong".toCharArray())))
        .isEqualTo(Reason.WRONG_PASSPHRASE);
  }

  @Test
  @DisplayName("A15: the vector's file is what saving makes from its salt and iv")
  void theVectorIsMade() {
    var counting = new byte[64];
    for (int i = 0; i < 64; i++) counting[i] = (byte) i;
    var expected = KeyFile.parse(VECTOR.getBytes(UTF_8));
    var made =
        KeyFile.encrypt(
            "dms",
            PrivateKey.fromSeed(
                    KeyType.ED25519,
                    HEX.parseHex(
                        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
                .marshal(),
            "correct horse".getBytes(UTF_8),
            new KeyDerivation(KeyDerivation.STANDARD_N, 8, 1, counting),
            Arrays.copyOf(counting, 16));
    assertThat(new String(made.toBytes(), UTF_8))
        .isEqualTo(new String(expected.toBytes(), UTF_8))
        .startsWith("{\n  \"id\": \"dms\",\n  \"crypto\": {\n    \"cipher\": \"aes-256-ctr\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"version\": 3|\"version\": 2|UNSUPPORTED_VERSION",
        "aes-256-ctr|aes-128-ctr|UNSUPPORTED_CIPHER",
        "scrypt|pbkdf2|UNSUPPORTED_KDF",
        "\"dklen\": 64|\"dklen\": 32|UNSUPPORTED_KDF",
        "\"n\": 262144|\"n\": 2097152|EXCESSIVE_COST",
        "\"n\": 262144|\"n\": 99999999999999|MALFORMED",
        "\"n\": 262144|\"n\": 262143|MALFORMED",
        "\"n\": 262144|\"n\": 0|MALFORMED",
        "\"r\": 8|\"r\": 1024|EXCESSIVE_COST",
        "\"p\": 1|\"p\": 1000000|EXCESSIVE_COST",
        "\"p\": 1|\"p\": 1, \"p\": 1|MALFORMED",
        "\"mac\": \"d8|\"mac\": \"zz|MALFORMED",
        "\"id\": \"dms\"|\"id\": 7|MALFORMED"
      })
  @DisplayName("A15: another version, cipher, derivation or cost is refused before it costs")
  void filesThatMakeNoSenseAreRefused(String from, String to, Reason reason) throws IOException {
    assertThat(VECTOR).contains(from);
    put("dms", VECTOR.replace(from, to));
    assertThat(reason(() -> keystore().get("dms", PASSPHRASE))).isEqualTo(reason);
  }

  @Test
  void aSavedKeyComesBackAndOnlyItsOwnerMayReadTheFile() throws IOException {
    var keystore = keystore();
    var random = new Random(5);
    var key = PrivateKey.generate(random);
    var wallet = PrivateKey.generate(KeyType.SECP256K1, random);
    assertThat(keystore.list()).isEmpty();
    keystore.save("user", key, PASSPHRASE);
    keystore.save("wallet", wallet, PASSPHRASE);
    assertThat(keystore.list()).containsExactly("user", "wallet");
    assertThat(keystore.get("user", PASSPHRASE).publicKey()).isEqualTo(key.publicKey());
    assertThat(keystore.get("wallet", PASSPHRASE).publicKey()).isEqualTo(wallet.publicKey());
    assertThat(mode(folder())).isEqualTo("rwx------");
    assertThat(mode(folder().resolve("user.json"))).isEqualTo("rw-------");
    keystore.save("user", wallet, PASSPHRASE);
    assertThat(keystore.get("user", PASSPHRASE).publicKey()).isEqualTo(wallet.publicKey());
    assertThat(reason(() -> keystore.delete("user", "wrong".toCharArray())))
        .isEqualTo(Reason.WRONG_PASSPHRASE);
    keystore.delete("user", PASSPHRASE);
    assertThat(reason(() -> keystore.get("user", PASSPHRASE))).isEqualTo(Reason.NO_SUCH_KEY);
  }

  @Test
  void anEmptyPassphraseIsRefused() {
    var key = PrivateKey.generate(new Random(5));
    assertThat(reason(() -> keystore().save("user", key, new char[0])))
        .isEqualTo(Reason.EMPTY_PASSPHRASE);
    assertThat(reason(() -> keystore().get("user", new char[0])))
        .isEqualTo(Reason.EMPTY_PASSPHRASE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../dms", "a/b", ".hidden", "ledger:0", "a b"})
  void aNameIsAPlainFileName(String name) {
    assertThat(reason(() -> keystore().get(name, PASSPHRASE))).isEqualTo(Reason.BAD_NAME);
  }

  private Keystore keystore() {
    return new Keystore(folder(), new Random(1), 1 << 10);
  }

  private Path folder() {
    return home.resolve("key");
  }

  private void put(String name, String json) throws IOException {
    Files.createDirectories(folder());
    Files.writeString(folder().resolve(name + ".json"), json);
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static Reason reason(ThrowingCallable call) {
    return catchThrowableOfType(KeystoreException.class, call).reason();
  }
}
