package atoll.infernet;

import static atoll.infernet.TestNode.container;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.kernel.tls.TestCertificate;
import atoll.kernel.tls.TlsFiles;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node whose file names a certificate speaks TLS at its port, and nothing else (§9.17). */
@Timeout(60)
class TlsNodeTest {
  private static final String JOB = "{\"containers\":[\"echo\"],\"data\":{\"a\":1}}";

  @TempDir Path folder;

  private static TestNode node(TlsFiles files, StubContainer echo) throws Exception {
    return TestNode.of(
        """
        ,"server":{"port":0,"tls":{"certificate":"%s","private_key":"%s"},"api_keys":["sesame-0123456789"]}
        """
            .formatted(files.certificate(), files.privateKey()),
        container("echo", echo));
  }

  @Test
  void jobsAndStreamsAreTakenOverTlsFromWhoHasTheKey() throws Exception {
    var files = TestCertificate.in(folder, "RSA");
    try (var echo = StubContainer.echo();
        var node = node(files, echo)) {
      var open = "X-API-Key: sesame-0123456789";
      assertThat(ask(files, node, RawRequest.get("/health"))).startsWith("HTTP/1.1 200 ");
      assertThat(ask(files, node, RawRequest.post("/api/jobs", JOB)))
          .startsWith("HTTP/1.1 401 ")
          .contains("WWW-Authenticate: Bearer");
      assertThat(ask(files, node, RawRequest.post("/api/jobs", JOB, open)))
          .startsWith("HTTP/1.1 200 ")
          .contains("{\"id\":");
      assertThat(ask(files, node, RawRequest.post("/api/jobs/stream", JOB, open)))
          .startsWith("HTTP/1.1 200 ")
          .contains("\"got\"");
      assertThat(ask(files, node, RawRequest.get("/v1/jobs"))).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void inClearNothingIsSaid() throws Exception {
    var files = TestCertificate.in(folder, "EC");
    try (var echo = StubContainer.echo();
        var node = node(files, echo)) {
      var answer = new RawClient(node.port(), "127.0.0.1").send(RawRequest.get("/health"), true);
      assertThat(answer.status()).isZero();
      assertThat(answer.text()).doesNotContain("HTTP");
      assertThat(ask(files, node, RawRequest.get("/health"))).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void oneThatHasExpiredIsServedWithAWarning() throws Exception {
    var files = TestCertificate.expiredIn(folder);
    try (var log = new RestLog();
        var echo = StubContainer.echo();
        var _ = node(files, echo)) {
      assertThat(log.lines())
          .anySatisfy(
              line -> assertThat(line).contains("The certificate has expired", "fullchain.pem"));
    }
  }

  private static String ask(TlsFiles files, TestNode node, byte[] request) throws Exception {
    try (var socket =
        trusting(files)
            .getSocketFactory()
            .createSocket(InetAddress.getLoopbackAddress(), node.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request);
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  private static SSLContext trusting(TlsFiles files) throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("theirs", files.read().certificate());
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
