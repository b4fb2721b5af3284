package atoll.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import atoll.kernel.tls.TestCertificate;
import atoll.kernel.tls.TlsFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server whose port speaks TLS. */
@Timeout(60)
class TlsTest {
  private static final Limits LIMITS =
      new Limits(1 << 20, 4096, Duration.ofSeconds(30), Duration.ofSeconds(20), 64, 64);

  @TempDir Path folder;
  private final AtomicLong nanos = new AtomicLong();
  private TlsFiles files;
  private WebServer server;

  @BeforeEach
  void listen() throws Exception {
    files = TestCertificate.in(folder.resolve("own"), "EC");
    server = listen(files);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private WebServer listen(TlsFiles tls) {
    var routes =
        List.of(
            Route.of(Method.GET, "/hello", _ -> Response.json(200, "\"hello\"")),
            Route.of(Method.POST, "/size", r -> Response.json(200, "" + r.body().length)),
            Route.of(
                Method.GET,
                "/lines",
                _ ->
                    Response.lines(outlet -> {
                      for (int i = 0; i < 1000; i++) outlet.line("{\"line\":" + i + "}");
                    })));
    return WebServer.listen(
        Bind.loopback(0).withTls(Optional.of(tls)), routes, LIMITS, new Metrics(), nanos::get);
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

  private HttpResponse<String> ask(String path, String... headers) throws Exception {
    return send(request(path, headers).GET().build());
  }

  private HttpRequest.Builder request(String path, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + path))
            .timeout(Duration.ofSeconds(20));
    return headers.length == 0 ? request : request.headers(headers);
  }

  private HttpResponse<String> send(HttpRequest request) throws Exception {
    try (var client = HttpClient.newBuilder().sslContext(trusting(files)).build()) {
      return client.send(request, BodyHandlers.ofString());
    }
  }

  /** What it shows to whoever connects anew. */
  private Certificate shown() throws Exception {
    try (var socket = socket("TLSv1.3")) {
      socket.startHandshake();
      return socket.getSession().getPeerCertificates()[0];
    }
  }

  private SSLSocket socket(String... versions) throws Exception {
    var both = trusting(files);
    var socket =
        (SSLSocket)
            both.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(20_000);
    socket.setEnabledProtocols(versions);
    return socket;
  }

  @Test
  void itAnswersAsItDoesInClear() throws Exception {
    var hello = ask("/hello");
    assertThat(hello.statusCode()).isEqualTo(200);
    assertThat(hello.body()).isEqualTo("\"hello\"");
    assertThat(hello.version()).as("also to who offers 2").isEqualTo(HttpClient.Version.HTTP_1_1);
    var sent = request("/size").POST(BodyPublishers.ofByteArray(new byte[500_000])).build();
    assertThat(send(sent).body()).isEqualTo("500000");
    assertThat(ask("/lines").body().lines()).hasSize(1000);
    assertThat(ask("/nowhere").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void itSpeaksBothVersions(String version) throws Exception {
    try (var socket = socket(version)) {
      socket.startHandshake();
      assertThat(socket.getSession().getProtocol()).isEqualTo(version);
      assertThat(socket.getSession().getCipherSuite()).doesNotContain("CBC", "NULL", "TLS_RSA");
    }
  }

  @Test
  void itSpeaksNoOlderOne() throws Exception {
    var hello = ByteBuffer.allocate(54);
    hello.put(new byte[] {22, 3, 1, 0, 49, 1, 0, 0, 45, 3, 2}).put(new byte[32]).put((byte) 0);
    hello.put(new byte[] {0, 4, (byte) 0xc0, 0x09, 0, 0x2f, 1, 0, 0, 0});
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(hello.array());
      var alert = socket.getInputStream().readNBytes(7);
      assertThat(alert).hasSize(7);
      assertThat(alert[0]).as("an alert").isEqualTo((byte) 21);
      assertThat(alert[6]).as("protocol_version").isEqualTo((byte) 70);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\u0016\u0003\u0001\u00ff\u00ff\u0001",
        "\u0000",
        "",
      })
  void whoSpeaksInClearOrNonsenseGetsNoAnswerAndDisturbsNobody(String said) throws Exception {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(said.getBytes(US_ASCII));
      socket.shutdownOutput();
      try {
        assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
            .doesNotContain("HTTP", "hello");
      } catch (IOException reset) {
        assertThat(reset).isInstanceOf(java.net.SocketException.class);
      }
    }
    assertThat(ask("/hello").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "localhost:4000"})
  void whoeverTrustsACertificateOfAnotherNameIsAnswered(String host) throws Exception {
    server.close();
    files = TestCertificate.ofAnotherNameIn(folder.resolve("other"));
    server = listen(files);
    try (var socket = socket("TLSv1.3")) {
      var request = "GET /hello HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
          .startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void pagesOfItsOwnOriginAreThoseThatWereServedOverTls() throws Exception {
    var own = "https://localhost:" + server.port();
    assertThat(ask("/hello", "Origin", own).statusCode()).isEqualTo(200);
    assertThat(ask("/hello", "Origin", own.replace("https", "http")).statusCode()).isEqualTo(403);
  }

  @Test
  void aRenewedCertificateIsShownWithoutARestart() throws Exception {
    var before = shown();
    TestCertificate.renew(files);
    assertThat(files.read().certificate()).isNotEqualTo(before);
    nanos.addAndGet(Duration.ofSeconds(11).toNanos());
    assertThat(shown()).isEqualTo(files.read().certificate()).isNotEqualTo(before);
    assertThat(ask("/hello").statusCode()).isEqualTo(200);
  }

  @Test
  void aRenewedOneThatIsBrokenIsNotTakenUntilItIsMended() throws Exception {
    var before = trusting(files);
    var good = Files.readString(files.privateKey());
    for (var broken : List.of("", good.substring(0, 60))) {
      Files.writeString(files.privateKey(), broken);
      nanos.addAndGet(Duration.ofSeconds(11).toNanos());
      assertServedTo(before);
    }
    Files.delete(files.privateKey());
    nanos.addAndGet(Duration.ofSeconds(11).toNanos());
    assertServedTo(before);
    Files.writeString(files.privateKey(), good);
    TestCertificate.renew(files);
    nanos.addAndGet(Duration.ofSeconds(11).toNanos());
    assertThat(shown()).isEqualTo(files.read().certificate());
  }

  private void assertServedTo(SSLContext trusting) throws Exception {
    try (var client = HttpClient.newBuilder().sslContext(trusting).build()) {
      assertThat(client.send(request("/hello").build(), BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void withFilesThatOpenNothingItDoesNotStart() throws Exception {
    var other = TestCertificate.in(folder.resolve("other"), "RSA");
    assertThatThrownBy(() -> listen(new TlsFiles(files.certificate(), other.privateKey())))
        .isInstanceOfSatisfying(
            AtollException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_REFUSED))
        .hasMessageContaining("is not the key of the certificate");
    assertThatThrownBy(() -> listen(new TlsFiles(folder.resolve("no"), other.privateKey())))
        .isInstanceOf(AtollException.class)
        .hasMessageContaining("there is no file " + folder.resolve("no"));
  }

  @Test
  void oneThatHasExpiredIsShownAllTheSame() throws Exception {
    try (var old = listen(TestCertificate.expiredIn(folder.resolve("expired")))) {
      assertThat(old.port()).isPositive();
    }
  }
}
