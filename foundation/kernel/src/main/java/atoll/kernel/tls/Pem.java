package atoll.kernel.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** Reads files in PEM (RFC 7468). What is wrong is told without a word of a key. */
public final class Pem {
  private static final int LARGEST_FILE = 1 << 20;
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  private Pem() {}

  /**
   * All certificates of a file, in their order: one at least.
   *
   * @throws GeneralSecurityException if it holds none, or something else
   */
  public static List<X509Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    var all = new ArrayList<X509Certificate>();
    try (var in = Files.newInputStream(file)) {
      for (var one : CertificateFactory.getInstance("X.509").generateCertificates(in))
        if (one instanceof X509Certificate certificate) all.add(certificate);
    } catch (CertificateException e) {
      throw new GeneralSecurityException(file + " holds no certificate that can be read", e);
    }
    if (all.isEmpty()) throw new GeneralSecurityException(file + " holds no certificate");
    return all;
  }

  /**
   * The first private key of a file, which must be in PKCS #8 and not encrypted.
   *
   * @throws GeneralSecurityException if it holds none, or one of a kind that is not known
   */
  public static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
    var pem = KEY.matcher(text(file));
    if (!pem.find())
      throw new GeneralSecurityException(
          file
              + " holds no private key in PKCS #8; openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW"
              + " makes one of it");
    var der = der(file, pem.group(1));
    for (var kind : List.of("RSA", "EC", "EdDSA"))
      try {
        return KeyFactory.getInstance(kind).generatePrivate(der);
      } catch (InvalidKeySpecException _) {
        continue; // of another kind
      }
    throw new GeneralSecurityException(file + " holds a key of a kind that is not known");
  }

  private static PKCS8EncodedKeySpec der(Path file, String base64) throws GeneralSecurityException {
    try {
      return new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException(file + " holds a private key that is cut off", e);
    }
  }

  private static String text(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(LARGEST_FILE), StandardCharsets.ISO_8859_1);
    }
  }
}
