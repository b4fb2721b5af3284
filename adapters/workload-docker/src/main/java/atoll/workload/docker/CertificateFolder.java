package atoll.workload.docker;

import atoll.kernel.tls.Pem;
import atoll.kernel.tls.TlsFiles;
import com.github.dockerjava.core.SSLConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * What opens an engine behind TLS, as Docker's programs keep it: {@code ca.pem}, which the engine
 * is certified by, and this caller's {@code cert.pem} and {@code key.pem}.
 */
record CertificateFolder(Path folder) implements SSLConfig {
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
      for (var authority : Pem.certificates(folder.resolve("ca.pem")))
        authorities.setCertificateEntry("authority " + count++, authority);
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(authorities);
      var caller = new TlsFiles(folder.resolve("cert.pem"), folder.resolve("key.pem")).read();
      var context = SSLContext.getInstance("TLS");
      context.init(caller.keyManagers(), trust.getTrustManagers(), null);
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
}
