package atoll.infernet.config;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.chain.EthereumKey;
import atoll.chain.KeystoreFile;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * The private key of a chain's wallet: what the file says itself, else a file that it names, plain
 * or encrypted, else the environment (Infernet §9.16). What is wrong is told without the secret.
 */
record WalletKey(Lax wallet, Map<String, String> environment) {
  private static final String FILE = "private_key_file";
  private static final String PASSPHRASE_FILE = "private_key_passphrase_file";
  private static final String VARIABLE = "INFERNET_PRIVATE_KEY";
  private static final String PASSPHRASE_VARIABLE = "INFERNET_KEY_PASSPHRASE";

  /** Nothing if there is none, or it cannot be had, which is then noted. */
  Optional<String> find() {
    var own = text("private_key");
    var file = text(FILE);
    var passphraseFile = text(PASSPHRASE_FILE);
    if (own.isPresent()) return own;
    if (file.isEmpty()) return variable(VARIABLE).map(String::strip).flatMap(this::sound);
    var bytes = bytes(FILE, file.get());
    return KeystoreFile.mayBeIn(bytes.orElseGet(() -> new byte[0]))
        ? bytes.flatMap(keystore -> opened(keystore, passphraseFile))
        : bytes.map(plain -> new String(plain, US_ASCII).strip());
  }

  private Optional<String> opened(byte[] json, Optional<String> passphraseFile) {
    try {
      var keystore = KeystoreFile.parse(json);
      var passphrase = passphrase(passphraseFile);
      if (passphrase.isPresent()) return Optional.of(keystore.open(passphrase.get()));
    } catch (IllegalArgumentException e) {
      wallet.refuse(FILE, "names a keystore that " + e.getMessage());
    }
    return Optional.empty();
  }

  private Optional<byte[]> passphrase(Optional<String> file) {
    if (file.isPresent()) return bytes(PASSPHRASE_FILE, file.get()).map(WalletKey::firstLine);
    var variable = variable(PASSPHRASE_VARIABLE);
    if (variable.isEmpty())
      wallet.refuse(
          FILE,
          "names a keystore, which needs "
              + PASSPHRASE_FILE
              + " or "
              + PASSPHRASE_VARIABLE
              + " to be opened");
    return variable.map(text -> text.getBytes(UTF_8));
  }

  /** As other programs that open keystores read such a file. */
  private static byte[] firstLine(byte[] file) {
    int length = 0;
    while (length < file.length && file[length] != '\n' && file[length] != '\r') length++;
    return Arrays.copyOf(file, length);
  }

  private Optional<String> sound(String key) {
    try {
      var _ = EthereumKey.parse(key);
      return Optional.of(key);
    } catch (IllegalArgumentException e) {
      wallet.refuse("private_key", VARIABLE + " in the environment: " + e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<String> text(String key) {
    return wallet.optionalText(key).filter(text -> !text.isEmpty());
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
  }

  private Optional<byte[]> bytes(String key, String file) {
    var bytes = new NamedFile(wallet, key, file).bytes(KeystoreFile.MAX_BYTES);
    if (bytes.filter(all -> new String(all, US_ASCII).isBlank()).isEmpty()) return bytes;
    wallet.refuse(key, "names an empty file");
    return Optional.empty();
  }
}
