package atoll.kernel.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/**
 * Where a server's certificate and its key are.
 *
 * @param certificate in PEM, with those who certify it below, such as certbot's {@code
 *     fullchain.pem}
 * @param privateKey in PEM and PKCS #8, such as its {@code privkey.pem}
 */
public record TlsFiles(Path certificate, Path privateKey) {
  /**
   * Reads them anew.
   *
   * @throws GeneralSecurityException if they are not what they should be, or do not belong together
   */
  public TlsIdentity read() throws IOException, GeneralSecurityException {
    var chain = Pem.certificates(certificate);
    var key = Pem.privateKey(privateKey);
    try {
      return new TlsIdentity(chain, key);
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException(privateKey + " " + e.getMessage(), e);
    }
  }
}
