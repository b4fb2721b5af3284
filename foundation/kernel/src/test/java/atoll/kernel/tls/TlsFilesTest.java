package atoll.kernel.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What certbot leaves in a folder opens a TLS connection; what is wrong there is told. */
class TlsFilesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed25519"})
  void aCertificateAndItsKeyAreRead(String kind) throws Exception {
    var identity = TestCertificate.in(folder, kind).read();
    assertThat(identity.certificate().getSubjectX500Principal()).hasToString("CN=localhost");
    assertThat(identity.keyManagers()).hasSize(1);
    assertThat(identity.toString()).isEqualTo("TlsIdentity[CN=localhost, ***]");
  }

  @Test
  void theKeyOfAnotherCertificateIsRefused() throws Exception {
    var one = TestCertificate.in(folder.resolve("one"), "EC");
    for (var kind : new String[] {"EC", "RSA"}) {
      var other = TestCertificate.in(folder.resolve(kind), kind);
      assertThatThrownBy(() -> new TlsFiles(one.certificate(), other.privateKey()).read())
          .isInstanceOf(GeneralSecurityException.class)
          .hasMessageStartingWith(other.privateKey() + " is not the key of the certificate");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "|holds no certificate",
        "no certificate|holds no certificate that can be read",
        "-----BEGIN CERTIFICATE-----|holds no certificate that can be read",
        "-----BEGIN CERTIFICATE-----AAAA-----END CERTIFICATE-----|holds no certificate that can be read",
      })
  void whatIsNoCertificateIsTold(String content, String problem) throws Exception {
    var file = Files.writeString(folder.resolve("c.pem"), content == null ? "" : content);
    assertThatThrownBy(() -> Pem.certificates(file))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessageContaining(problem)
        .hasMessageContaining("c.pem");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "|openssl pkcs8 -topk8",
        "-----BEGIN RSA PRIVATE KEY-----QUJD-----END RSA PRIVATE KEY-----|openssl pkcs8 -topk8",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----QUJD-----END ENCRYPTED PRIVATE KEY-----|openssl pkcs8",
        "-----BEGIN PRIVATE KEY-----QUJD-----END PRIVATE KEY-----|of a kind that is not known",
        "-----BEGIN PRIVATE KEY-----QUJDR-----END PRIVATE KEY-----|cut off",
      })
  void whatIsNoKeyIsToldWithoutAWordOfIt(String content, String problem) throws Exception {
    var file = Files.writeString(folder.resolve("k.pem"), content == null ? "" : content);
    assertThatThrownBy(() -> Pem.privateKey(file))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessageContaining(problem)
        .hasMessageContaining("k.pem")
        .message()
        .doesNotContain("QUJD");
  }

  @Test
  void itIsToldWhenOthersDoNotTakeIt() throws Exception {
    var identity = TestCertificate.in(folder, "EC").read();
    var end = identity.expires();
    assertThat(identity.trouble(end.minus(Duration.ofDays(15)))).isEmpty();
    assertThat(identity.trouble(end.minus(Duration.ofDays(13))))
        .contains("expires soon, at " + end);
    assertThat(identity.trouble(end.plusSeconds(1))).contains("has expired, at " + end);
    assertThat(identity.trouble(end.minus(Duration.ofDays(31))).orElseThrow())
        .startsWith("is not valid before ");
  }

  @Test
  void aFileThatIsNotThereIsItsName() {
    assertThatThrownBy(() -> new TlsFiles(folder.resolve("no"), folder.resolve("no")).read())
        .isInstanceOf(NoSuchFileException.class);
  }
}
