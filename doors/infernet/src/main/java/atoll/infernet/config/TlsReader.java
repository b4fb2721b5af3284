package atoll.infernet.config;

import atoll.kernel.tls.Pem;
import atoll.kernel.tls.TlsFiles;
import atoll.kernel.tls.TlsIdentity;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;

/** Reads where a certificate and its key are, and whether they are what they should be (§9.17). */
final class TlsReader {
  private static final String CERTIFICATE = "certificate";
  private static final String KEY = "private_key";

  private TlsReader() {}

  /** Reads something of a file. */
  private interface Reading<T> {
    T of(Path file) throws IOException, GeneralSecurityException;
  }

  static Optional<TlsFiles> read(Lax server) {
    return server.optionalObject("tls").flatMap(TlsReader::files);
  }

  private static Optional<TlsFiles> files(Lax tls) {
    var certificate = tls.requiredText(CERTIFICATE);
    var key = tls.requiredText(KEY);
    if (!tls.has(CERTIFICATE) || !tls.has(KEY)) return Optional.empty();
    var chain = look(tls, CERTIFICATE, certificate, Pem::certificates);
    var secret = look(tls, KEY, key, Pem::privateKey);
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

  private static <T> Optional<T> look(Lax tls, String key, String name, Reading<T> reading) {
    try {
      return Optional.of(reading.of(Path.of(name)));
    } catch (GeneralSecurityException e) {
      tls.refuse(key, String.valueOf(e.getMessage()));
    } catch (NoSuchFileException e) {
      tls.refuse(key, "names no file that is there");
    } catch (InvalidPathException | IOException e) {
      tls.refuse(key, "names a file that cannot be read");
    }
    return Optional.empty();
  }
}
