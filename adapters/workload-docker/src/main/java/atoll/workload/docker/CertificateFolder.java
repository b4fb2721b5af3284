package atoll.workload.docker;

import com.github.dockerjava.core.SSLConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * What opens an engine behind TLS, as Docker's programs keep it: {@code ca.pem}, which the engine
 * is certified by, and this caller's {@code cert.pem} and {@code key.pem}.
 */
record CertificateFolder(Path folder) implements SSLConfig {
  private static final char[] IN_MEMORY = new char[0];
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  /**
   * Reads the files anew.
   *
   * @throws EngineException if they are not there, or not what they should be
   */
  @Override
  public SSLContext getSSLContext() {
    try {
      var authorities = store();
      int count = 0;
      for (var authority : certificates("ca.pem"))
        authorities.setCertificateEntry("authority " + count++, authority);
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(authorities);
      var caller = store();
      caller.setKeyEntry(
          "caller", key(), IN_MEMORY, certificates("cert.pem").toArray(Certificate[]::new));
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(caller, IN_MEMORY);
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw EngineException.refusal(
          0, "the certificates in " + folder + " are not understood: " + e.getMessage(), e);
    }
  }

  private static KeyStore store() throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private List<Certificate> certificates(String name) throws IOException, GeneralSecurityException {
    try (var file = Files.newInputStream(folder.resolve(name))) {
      var found = List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(file));
      if (found.isEmpty())
        throw new GeneralSecurityException(folder.resolve(name) + " holds no certificate");
      return List.copyOf(found);
    }
  }

  private PrivateKey key() throws IOException, GeneralSecurityException {
    var file = folder.resolve("key.pem");
    var pem = KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
    if (!pem.find())
      throw new GeneralSecurityException(
          file + " holds no private key in PKCS #8; openssl pkcs8 -topk8 -nocrypt makes one of it");
    var der = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
    for (var kind : List.of("RSA", "EC", "EdDSA"))
      try {
        return KeyFactory.getInstance(kind).generatePrivate(der);
      } catch (InvalidKeySpecException _) {
        continue; // of another kind
      }
    throw new GeneralSecurityException(file + " holds a key of a kind that is not known");
  }
}
