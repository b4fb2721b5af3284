package atoll.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.kernel.tls.TestCertificate;
import atoll.kernel.tls.TlsFiles;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands find an Infernet node of this machine that speaks TLS, and know it from any other. */
@Timeout(60)
class InfernetTlsTest {
  @TempDir Path folder;
  private Shell shell;
  private TlsFiles shown;
  private HttpsServer server;

  @BeforeEach
  void begin() throws Exception {
    shell = new Shell(folder);
    shell.variables.clear();
    shown = TestCertificate.ofAnotherNameIn(folder.resolve("shown"));
    var context = SSLContext.getInstance("TLS");
    context.init(shown.read().keyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          var body = "{\"jobs\":[],\"earned\":[],\"transfers\":[]}".getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  private void runs(Optional<Path> certificate) {
    new NodeFile(
            URI.create("https://127.0.0.1:" + server.getAddress().getPort()),
            Optional.empty(),
            certificate,
            42,
            Shell.NOW)
        .write(shell.home.resolve(".atoll").resolve(NodeFile.INFERNET));
  }

  @Test
  void theCertificateOfTheFileIsTrustedWhateverItsName() {
    runs(Optional.of(shown.certificate()));
    assertThat(shell.run("ps").exit()).isZero();
    assertThat(shell.run("earnings", "--json").out()).contains("earned");
  }

  @Test
  void oneThatWasRenewedIsReadAnew() throws Exception {
    var other = TestCertificate.in(folder.resolve("other"), "EC");
    var file = Files.copy(other.certificate(), folder.resolve("current.pem"));
    runs(Optional.of(file));
    assertThat(shell.run("earnings").exit()).isEqualTo(6);
    Files.writeString(file, Files.readString(shown.certificate()));
    assertThat(shell.run("earnings").exit()).isZero();
  }

  @Test
  void nobodyElseIsAsked() throws Exception {
    var other = TestCertificate.in(folder.resolve("other"), "EC");
    runs(Optional.of(other.certificate()));
    var ran = shell.run("ps");
    assertThat(ran.exit()).isEqualTo(6);
    assertThat(ran.err()).contains("another certificate than the one in " + other.certificate());
    runs(Optional.empty());
    assertThat(shell.run("ps").exit()).as("who certifies itself").isEqualTo(6);
    runs(Optional.of(folder.resolve("gone.pem")));
    assertThat(shell.run("ps").err()).contains("gone.pem");
  }
}
