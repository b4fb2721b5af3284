package atoll.infernet;

import atoll.kernel.tls.TlsFiles;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of a certificate that clients do not take any more, not yet, or not for long (§9.17). */
final class CertificateTerm {
  private static final Logger LOG = LoggerFactory.getLogger("server.rest");

  private CertificateTerm() {}

  static void check(TlsFiles tls, Instant now) {
    try {
      tls.read()
          .trouble(now)
          .ifPresent(why ->
              LOG.atWarn().addKeyValue("file", tls.certificate()).log("The certificate {}", why));
    } catch (IOException | GeneralSecurityException e) {
      LOG.warn("The certificate cannot be read: {}", e.toString()); // it could a moment ago
    }
  }
}
