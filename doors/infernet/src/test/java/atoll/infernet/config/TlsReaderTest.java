package atoll.infernet.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kernel.AtollException;
import atoll.kernel.tls.TestCertificate;
import atoll.kernel.tls.TlsFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A certificate that cannot be served is told with its key before anything starts (§9.17). */
class TlsReaderTest {
  @TempDir Path folder;
  private TlsFiles files;

  @BeforeEach
  void make() throws Exception {
    files = TestCertificate.in(folder, "EC");
  }

  private static Optional<TlsFiles> tls(String member) {
    var json = "{\"server\":{\"tls\":%s}}".formatted(member);
    return ConfigReader.parse("config.json", json.getBytes(UTF_8)).server().tls();
  }

  private static String member(Path certificate, Path key) {
    return "{\"certificate\":\"%s\",\"private_key\":\"%s\"}".formatted(certificate, key);
  }

  @Test
  void filesThatBelongTogetherAreTaken() {
    assertThat(tls(member(files.certificate(), files.privateKey()))).contains(files);
    assertThat(tls("null")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|server.tls.certificate: is missing",
        "{}|server.tls.private_key: is missing",
        "{\"certificate\":\"a\"}|server.tls.private_key: is missing",
        "{\"certificate\":7,\"private_key\":\"k\"}|server.tls.certificate: is not a string",
        "{\"certificate\":\"no/c\",\"private_key\":\"no/k\"}|server.tls.certificate: names no file that is there",
        "{\"certificate\":\"no/c\",\"private_key\":\"no/k\"}|server.tls.private_key: names no file that is there",
        "{\"certificate\":\"\\u0000\",\"private_key\":\"/\"}|server.tls.private_key: names a file that cannot be read",
        "[]|server.tls: is not an object",
        "true|server.tls: is not an object",
      })
  void whatIsWrongIsToldWithItsKey(String member, String problem) {
    assertThatThrownBy(() -> tls(member))
        .isInstanceOf(AtollException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void whatTheFilesHoldIsLookedAt() throws Exception {
    var other = TestCertificate.in(folder.resolve("other"), "EC");
    assertThatThrownBy(() -> tls(member(files.certificate(), other.privateKey())))
        .hasMessageContaining("server.tls.private_key: ")
        .hasMessageContaining("is not the key of the certificate");
    assertThatThrownBy(() -> tls(member(files.privateKey(), files.privateKey())))
        .hasMessageContaining("server.tls.certificate: ")
        .hasMessageContaining("holds no certificate");
    assertThatThrownBy(() -> tls(member(files.certificate(), files.certificate())))
        .hasMessageContaining("server.tls.private_key: ")
        .hasMessageContaining("openssl pkcs8 -topk8");
    var chain =
        Files.writeString(
            folder.resolve("chain.pem"),
            Files.readString(files.certificate()) + Files.readString(files.certificate()));
    assertThatThrownBy(() -> tls(member(chain, files.privateKey())))
        .hasMessageContaining("server.tls.certificate: ")
        .hasMessageContaining("cannot be used");
  }
}
