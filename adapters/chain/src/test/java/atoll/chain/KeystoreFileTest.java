package atoll.chain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Encrypted keys as Ethereum's programs write them (Web3 Secret Storage, version 3). */
class KeystoreFileTest {
  private static final String SECRET =
      "0x7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d";
  private static final byte[] PASSPHRASE = "testpassword".getBytes(UTF_8);

  /** The definition's own vector. */
  private static final String PBKDF2 =
      """
      {"crypto": {"cipher": "aes-128-ctr", "cipherparams": {"iv": "6087dab2f9fdbbfaddc31a909735c1e6"},
        "ciphertext": "5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46",
        "kdf": "pbkdf2", "kdfparams": {"c": 262144, "dklen": 32, "prf": "hmac-sha256",
          "salt": "ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd"},
        "mac": "517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2"},
       "id": "3198bc9c-6672-5ab3-d995-4942343ae5b6", "version": 3}
      """;

  /** The definition's own vector. */
  private static final String SCRYPT =
      """
      {"crypto": {"cipher": "aes-128-ctr", "cipherparams": {"iv": "83dbcc02d8ccb40e466191a123791e0e"},
        "ciphertext": "d172bf743a674da9cdad04534d56926ef8358534d458fffccd4e6ad2fbde479c",
        "kdf": "scrypt", "kdfparams": {"dklen": 32, "n": 262144, "p": 8, "r": 1,
          "salt": "ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19"},
        "mac": "2103ac29920d71da29f15d75b4a16dbe95cfd7ff8faea1056c33131d846e3097"},
       "id": "3198bc9c-6672-5ab3-d995-4942343ae5b6", "version": 3}
      """;

  /** As eth-keyfile 0.9, which web3.py uses, wrote it. */
  private static final String WRITTEN =
      """
      {"address": "008AeEda4D805471dF9b2A5B0f38A0C3bCBA786b", "crypto": {"cipher": "aes-128-ctr",
        "cipherparams": {"iv": "a867da303fdaf5a3acf7d427f69195ff"},
        "ciphertext": "c52eb9a14e5d0d57da41e51d570c7951b6e488a7a07a40a8cb2c64e6f2f40544",
        "kdf": "scrypt", "kdfparams": {"dklen": 32, "n": 4096, "r": 8, "p": 1,
          "salt": "00276416973b1ee95ac00e12173fab4c"},
        "mac": "b3f1b3fe444eba8d894607af16edfcb60e20046d69c21a2be6abd7e45bfcb2b6"},
       "id": "ee8317c6-0c34-42c3-804f-da9bb2c275c2", "version": 3}
      """;

  @ParameterizedTest
  @ValueSource(strings = {PBKDF2, SCRYPT, WRITTEN})
  void whatTheDefinitionAndOthersWroteIsOpened(String json) {
    assertThat(open(json, PASSPHRASE)).isEqualTo(SECRET);
  }

  @Test
  void theKeyIsTheOneOfTheAddressThatTheWriterNamed() {
    assertThat(EthereumKey.parse(open(WRITTEN, PASSPHRASE)).address().toString())
        .isEqualTo("0x008AeEda4D805471dF9b2A5B0f38A0C3bCBA786b");
  }

  @Test
  @DisplayName("early programs wrote Crypto, and 0x before hexadecimal")
  void earlySpellingsAreRead() {
    var early = WRITTEN.replace("\"crypto\"", "\"Crypto\"").replace("\"b3f1", "\"0xb3f1");
    assertThat(open(early, PASSPHRASE)).isEqualTo(SECRET);
  }

  @Test
  void anotherPassphraseOpensNothingAndIsNotRepeated() {
    assertThatThrownBy(() -> open(WRITTEN, "testpassword2".getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .isEqualTo("is not opened by the passphrase");
    var changed = WRITTEN.replace("c52eb9a1", "c52eb9a2");
    assertThatThrownBy(() -> open(changed, PASSPHRASE)).hasMessageContaining("not opened");
  }

  @ParameterizedTest
  @Timeout(5)
  @CsvSource(
      delimiter = '|',
      value = {
        "\"n\": 4096|\"n\": 1099511627776",
        "\"n\": 4096|\"n\": 1073741824",
        "\"n\": 4096|\"n\": 524288",
        "\"n\": 4096|\"n\": 4095",
        "\"n\": 4096|\"n\": 0",
        "\"n\": 4096|\"n\": -4096",
        "\"r\": 8|\"r\": 1073741823",
        "\"r\": 8|\"r\": 0",
        "\"p\": 1|\"p\": 2147483647",
        "\"p\": 1|\"p\": 0",
        "\"dklen\": 32|\"dklen\": 2147483647",
        "\"dklen\": 32|\"dklen\": 16",
      })
  void costsThatNoHonestFileAsksForAreRefusedBeforeTheyArePaid(String honest, String hostile) {
    assertThatThrownBy(() -> KeystoreFile.parse(bytes(WRITTEN.replace(honest, hostile))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void roundsHaveABoundToo() {
    var endless = PBKDF2.replace("262144", "2147483647");
    assertThatThrownBy(() -> KeystoreFile.parse(bytes(endless))).hasMessageContaining("rounds");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"version\": 3}",
        "{\"version\": 3, \"crypto\": []}",
        "{\"version\": 1, \"crypto\": {}}",
        "{\"version\": 3, \"crypto\": {\"cipher\": \"aes-256-ctr\"}}",
        "{\"version\": 3, \"crypto\": {\"cipher\": \"aes-128-ctr\", \"kdf\": 7}}",
        "{",
        "0xabc"
      })
  void whatIsNoKeystoreIsRefused(String json) {
    assertThatThrownBy(() -> KeystoreFile.parse(bytes(json)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("a file of which any byte was changed opens the same key, or is refused")
  void changedBytesAreRefused() {
    var random = new Random(11);
    var cheap = WRITTEN.replace("4096", "2"); // so that it costs nothing to try
    for (int i = 0; i < 2000; i++) {
      var bytes = bytes(cheap);
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      assertThatThrownBy(() -> KeystoreFile.parse(bytes).open(PASSPHRASE))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static String open(String json, byte[] passphrase) {
    return KeystoreFile.parse(bytes(json)).open(passphrase);
  }

  private static byte[] bytes(String json) {
    return json.getBytes(UTF_8);
  }
}
