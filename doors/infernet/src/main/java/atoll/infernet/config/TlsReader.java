package atoll.infernet.config;

import atoll.kernel.tls.Pem;
import atoll.kernel.tls.TlsFiles;
import atoll.kernel.tls.TlsIdentity;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;

/** Reads where a certificate and its key are, and whether they are what they should be (§9.17). */
final class TlsReader {
  private static final String CERTIFICATE = "certificate";
  private static final String KEY = "private_key";

  private TlsReader() {}

  static Optional<TlsFiles> read(Lax server) {
    return server.optionalObject("tls").flatMap(TlsReader::files);
  }

  private static Optional<TlsFiles> files(Lax tls) {
    var certificate = tls.requiredText(CERTIFICATE);
    var key = tls.requiredText(KEY);
    if (!tls.has(CERTIFICATE) || !tls.has(KEY)) return Optional.empty();
    var chain = new NamedFile(tls, CERTIFICATE, certificate).read(Pem::certificates);
    var secret = new NamedFile(tls, KEY, key).read(Pem::privateKey);
    if (chain.isEmpty() || secret.isEmpty()) return Optional.empty();
    try {
      var _ = new TlsIdentity(chain.get(), secret.get()).keyManagers();
      return Optional.of(new TlsFiles(Path.of(certificate), Path.of(key)));
    } catch (IllegalArgumentException e) {
      tls.refuse(KEY, key + " " + e.getMessage());
    } catch (GeneralSecurityException e) {
      tls.refuse(CERTIFICATE, certificate + " cannot be used: " + e.getMessage());
    }
    return Optional.empty();
  }
}
