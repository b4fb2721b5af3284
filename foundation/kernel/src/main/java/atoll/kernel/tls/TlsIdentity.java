package atoll.kernel.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/**
 * What one side of a TLS connection shows to the other, and proves to have.
 *
 * @param chain its own certificate, then those who certify it
 */
public record TlsIdentity(List<X509Certificate> chain, PrivateKey key) {
  private static final char[] IN_MEMORY = new char[0];
  private static final Duration SOON = Duration.ofDays(14);

  /**
   * @throws IllegalArgumentException if the key is not that of the first certificate
   */
  public TlsIdentity {
    chain = List.copyOf(chain);
    if (!belongTogether(chain.getFirst().getPublicKey(), key))
      throw new IllegalArgumentException(
          "is not the key of the certificate, the first in its file");
  }

  public X509Certificate certificate() {
    return chain.getFirst();
  }

  /** When others will not take its own certificate any more. */
  public Instant expires() {
    return certificate().getNotAfter().toInstant();
  }

  /** Why others do not take it, or soon will not. */
  public Optional<String> trouble(Instant now) {
    var begins = certificate().getNotBefore().toInstant();
    if (now.isBefore(begins)) return Optional.of("is not valid before " + begins);
    if (now.isAfter(expires())) return Optional.of("has expired, at " + expires());
    return now.isAfter(expires().minus(SOON))
        ? Optional.of("expires soon, at " + expires())
        : Optional.empty();
  }

  /**
   * For an {@link javax.net.ssl.SSLContext}.
   *
   * @throws GeneralSecurityException if the certificates are no chain
   */
  public KeyManager[] keyManagers() throws GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    try {
      store.load(null, null);
    } catch (IOException e) {
      throw new GeneralSecurityException("making room for a key in memory", e);
    }
    store.setKeyEntry("own", key, IN_MEMORY, chain.toArray(Certificate[]::new));
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, IN_MEMORY);
    return managers.getKeyManagers();
  }

  private static boolean belongTogether(PublicKey open, PrivateKey secret) {
    var said = "whose is this?".getBytes(StandardCharsets.US_ASCII);
    try {
      var signature =
          Signature.getInstance(
              switch (secret.getAlgorithm()) {
                case "RSA" -> "SHA256withRSA";
                case "EC" -> "SHA256withECDSA";
                default -> secret.getAlgorithm();
              });
      signature.initSign(secret);
      signature.update(said);
      var signed = signature.sign();
      signature.initVerify(open);
      signature.update(said);
      return signature.verify(signed);
    } catch (InvalidKeyException | SignatureException _) {
      return false; // of another kind
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("is of a kind that is not known", e);
    }
  }

  @Override
  public String toString() {
    return "TlsIdentity[" + certificate().getSubjectX500Principal() + ", ***]";
  }
}
