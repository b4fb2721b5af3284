package atoll.infernet.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.ObjectMapper;

/** Where the key of the account that delivers may be (Infernet §9.16). */
class WalletKeyTest {
  private static final String KEY =
      "0x7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d";
  private static final String OTHER =
      "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";

  /** Of {@link #KEY}, under "testpassword". */
  private static final String KEYSTORE =
      """
      {"crypto": {"cipher": "aes-128-ctr", "cipherparams": {"iv": "a867da303fdaf5a3acf7d427f69195ff"},
        "ciphertext": "c52eb9a14e5d0d57da41e51d570c7951b6e488a7a07a40a8cb2c64e6f2f40544",
        "kdf": "scrypt", "kdfparams": {"dklen": 32, "n": 4096, "r": 8, "p": 1,
          "salt": "00276416973b1ee95ac00e12173fab4c"},
        "mac": "b3f1b3fe444eba8d894607af16edfcb60e20046d69c21a2be6abd7e45bfcb2b6"},
       "id": "ee8317c6-0c34-42c3-804f-da9bb2c275c2", "version": 3}
      """;

  @TempDir Path folder;
  private Path keystore;
  private Path passphrase;

  @BeforeEach
  void write() throws IOException {
    keystore = Files.writeString(folder.resolve("keystore.json"), KEYSTORE);
    passphrase = Files.writeString(folder.resolve("passphrase"), "testpassword\n");
  }

  @Test
  void theFileCountsBeforeAnotherAndThatBeforeTheEnvironment() throws IOException {
    var plain = Files.writeString(folder.resolve("key"), OTHER + "\n");
    var environment = Map.of("INFERNET_PRIVATE_KEY", KEY);
    assertThat(key("", environment)).contains(KEY);
    assertThat(key("\"private_key\": \"\", \"private_key_file\": \"\"", environment)).contains(KEY);
    assertThat(key(file(plain), environment)).contains(OTHER);
    assertThat(key("\"private_key\": \"0x1\", " + file(plain), environment)).contains("0x1");
    assertThat(key("", Map.of("INFERNET_PRIVATE_KEY", ""))).as("set to nothing").isEmpty();
    assertThat(key("", Map.of())).isEmpty();
  }

  @Test
  void aKeystoreOpensWithItsPassphraseFromAFileOrTheEnvironment() {
    var environment = Map.of("INFERNET_KEY_PASSPHRASE", "testpassword");
    assertThat(key(file(keystore), environment)).contains(KEY);
    assertThat(key(file(keystore) + passphraseFile(passphrase), Map.of())).contains(KEY);
    assertThat(
            key(
                file(keystore) + passphraseFile(passphrase),
                Map.of("INFERNET_KEY_PASSPHRASE", "another")))
        .as("the file counts")
        .contains(KEY);
  }

  @Test
  @DisplayName("what is wrong has its key, and never the secret")
  void whatIsWrongIsToldWithoutTheSecret() throws IOException {
    var broken = Files.writeString(folder.resolve("broken"), KEYSTORE.substring(0, 200));
    var misplaced = Files.writeString(folder.resolve("misplaced"), "{" + KEY + "}");
    var bare = Files.writeString(folder.resolve("bare"), "{\"a\": hunter2}");
    var empty = Files.writeString(folder.resolve("empty"), "\n");
    refused(file(keystore), Map.of(), "private_key_file: names a keystore, which needs");
    refused(
        file(keystore),
        Map.of("INFERNET_KEY_PASSPHRASE", "hunter2"),
        "private_key_file: names a keystore that is not opened by the passphrase");
    refused(
        file(broken),
        Map.of("INFERNET_KEY_PASSPHRASE", "hunter2"),
        "private_key_file: names a keystore that is no keystore");
    for (var one : new Path[] {misplaced, bare})
      refused(file(one), Map.of(), "private_key_file: names a keystore that is no keystore");
    refused(
        file(keystore) + passphraseFile(folder.resolve("none")),
        Map.of("INFERNET_KEY_PASSPHRASE", "testpassword"),
        "private_key_passphrase_file: names no file that is there");
    refused(
        file(keystore) + passphraseFile(empty),
        Map.of(),
        "private_key_passphrase_file: names an empty file");
    refused(
        "",
        Map.of("INFERNET_PRIVATE_KEY", "hunter2"),
        "private_key: INFERNET_PRIVATE_KEY in the environment: private key is not 64 hex digits");
  }

  @Test
  void aFileOfOursReadsTheEnvironmentToo() {
    var section = new ObjectMapper().readTree("{\"chain\": {\"wallet\": {}}}");
    var config =
        ConfigReader.parse(
            "atoll.yaml",
            "infernet",
            section,
            Map.of("INFERNET_PRIVATE_KEY", KEY),
            (unknown, known) -> "");
    assertThat(config.chain().wallet().orElseThrow().privateKey()).contains(KEY);
    assertThat(config.toString()).doesNotContain(KEY.substring(2));
  }

  private void refused(String wallet, Map<String, String> environment, String why) {
    assertThatThrownBy(() -> key(wallet, environment))
        .hasMessageContaining("chain.wallet." + why)
        .message()
        .doesNotContain("hunter2", "testpassword", KEY.substring(2), "c52eb9a1");
  }

  private static String file(Path path) {
    return "\"private_key_file\": \"" + path + "\"";
  }

  private static String passphraseFile(Path path) {
    return ", \"private_key_passphrase_file\": \"" + path + "\"";
  }

  private static Optional<String> key(String wallet, Map<String, String> environment) {
    var json = "{\"chain\": {\"wallet\": {" + wallet + "}}}";
    return ConfigReader.parse("config.json", json.getBytes(UTF_8), environment)
        .chain()
        .wallet()
        .orElseThrow()
        .privateKey();
  }
}
