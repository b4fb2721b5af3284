package atoll.cli.infernet;

import atoll.kernel.tls.Pem;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts whoever proves to have the certificate that is in a file of this machine, and nobody else:
 * whoever certified it, for whichever name, and whether it has expired or not. A node is asked at
 * an address of this machine, which is in no certificate of a public authority.
 */
final class OneCertificate extends X509ExtendedTrustManager {
  private final Path file;
  private final X509Certificate theirs;

  private OneCertificate(Path file, X509Certificate theirs) {
    this.file = file;
    this.theirs = theirs;
  }

  /**
   * Reads the file anew, since certificates are renewed.
   *
   * @throws IOException if it cannot be read, or holds no certificate
   */
  static SSLSocketFactory in(Path file) throws IOException {
    try {
      var trust = new OneCertificate(file, Pem.certificates(file).getFirst());
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trust}, null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void check(X509Certificate[] shown) throws CertificateException {
    if (shown.length == 0 || !shown[0].equals(theirs))
      throw new CertificateException("it shows another certificate than the one in " + file);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] shown, String kind, Socket socket)
      throws CertificateException {
    check(shown);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] shown, String kind, SSLEngine engine)
      throws CertificateException {
    check(shown);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] shown, String kind) throws CertificateException {
    check(shown);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] shown, String kind, Socket socket)
      throws CertificateException {
    check(shown);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] shown, String kind, SSLEngine engine)
      throws CertificateException {
    check(shown);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] shown, String kind) throws CertificateException {
    check(shown);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
