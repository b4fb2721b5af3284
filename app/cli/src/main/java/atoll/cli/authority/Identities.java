package atoll.cli.authority;

import atoll.capability.CapabilityContext;
import atoll.capability.CapabilityStore;
import atoll.capability.Sealing;
import atoll.cli.Invocation;
import atoll.identity.Keystore;
import atoll.identity.LedgerSigner;
import atoll.identity.Passphrases;
import atoll.identity.PrivateKey;
import atoll.identity.Signer;
import atoll.identity.TrustContext;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The keys and capability contexts of this user: in the keystore, or in a hardware wallet where the
 * name begins with {@code ledger}.
 */
public final class Identities {
  private final Invocation invocation;
  private final Path folder;
  private final Passphrases passphrases;

  /**
   * @param key absent where it cannot be exported
   */
  public record Identity(Signer signer, Optional<PrivateKey> key) {
    static Identity of(PrivateKey key) {
      return new Identity(Signer.of(key), Optional.of(key));
    }

    Sealing sealing() {
      return key.map(Sealing::with).orElseGet(Sealing::none);
    }
  }

  /** A context that is open, and who owns it. */
  public record Opened(String name, Identity identity, CapabilityContext context) {}

  public Identities(Invocation invocation) {
    this.invocation = invocation;
    var environment = invocation.environment();
    this.folder = invocation.configuration().userFolder();
    this.passphrases =
        new Passphrases(
            environment.variables(),
            question -> environment.secrets().flatMap(prompt -> prompt.ask(question)));
  }

  /** Making or opening a key takes about a second. */
  public Keystore keystore() {
    return new Keystore(folder.resolve("key"), invocation.environment().random());
  }

  public CapabilityStore contexts() {
    var environment = invocation.environment();
    return new CapabilityStore(
        folder.resolve("cap"),
        new TrustContext(environment.clock()),
        environment.clock(),
        environment.random());
  }

  Passphrases passphrases() {
    return passphrases;
  }

  static boolean inWallet(String name) {
    return LedgerSigner.accountOf(name).isPresent();
  }

  /**
   * Asks for the passphrase if the environment has none; a hardware wallet may ask the person too.
   *
   * @throws atoll.kernel.AtollException if there is no such key or it does not open
   */
  public Identity identity(String name) {
    var account = LedgerSigner.accountOf(name);
    if (account.isPresent())
      return new Identity(
          LedgerSigner.connect(
              invocation.environment().variables().getOrDefault("PATH", ""), account.getAsInt()),
          Optional.empty());
    if (!keystore().contains(name))
      return Identity.of(keystore().get(name, new char[] {'-'})); // says that there is none
    var passphrase = passphrases.existing(name);
    try {
      return Identity.of(keystore().get(name, passphrase));
    } finally {
      Arrays.fill(passphrase, '\0');
    }
  }

  /** Opens a context; what it held and no longer counts is said. */
  public Opened open(String name) {
    var store = contexts();
    var identity = identity(name);
    var loaded = store.load(name, identity.signer(), identity.sealing());
    for (var dropped : loaded.dropped()) invocation.output().say("No longer counts: " + dropped);
    return new Opened(name, identity, loaded.context());
  }

  public void save(Opened opened) {
    contexts().save(opened.name(), opened.context(), opened.identity().sealing());
  }
}
