package atoll.workload.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import atoll.workload.Run;
import atoll.workload.Workload;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A container's network, entered from outside as root (W18). */
class NetworkNamespaceTest extends RealEngine {
  @BeforeEach
  void root() {
    assumeTrue(
        NetworkNamespace.mayEnter() || System.getenv("CI") != null,
        "only root may enter a container's network");
  }

  @Test
  @DisplayName("W18: a port that is not published is reached within the container's own network")
  void whatListensInsideIsReachedFromInside() throws Exception {
    var run = serving("one");
    var network = run.network().orElseThrow();
    assertThat(network.<String>call(() -> get(8080))).isEqualTo("one");
    assertThatThrownBy(() -> connect(8080)).isInstanceOf(ConnectException.class);
  }

  @Test
  void twoContainersWithTheSamePortAreNotTakenForEachOther() throws Exception {
    var one = serving("one").network().orElseThrow();
    var two = serving("two").network().orElseThrow();
    for (int i = 0; i < 3; i++) {
      assertThat(one.<String>call(() -> get(8080))).isEqualTo("one");
      assertThat(two.<String>call(() -> get(8080))).isEqualTo("two");
    }
  }

  @Test
  void thisProcessStaysWhereItIs() throws Exception {
    var network = serving("one").network().orElseThrow();
    try (var here = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> network.call(() -> get(here.getLocalPort())))
          .isInstanceOf(ConnectException.class);
      connect(here.getLocalPort());
    }
  }

  @Test
  void whatFailsInsideIsSaid() throws Exception {
    var network = serving("one").network().orElseThrow();
    assertThatThrownBy(() -> network.call(() -> get(8081))).isInstanceOf(IOException.class);
  }

  @Test
  void anotherProcessIsNotTakenForTheContainer() {
    assertThatThrownBy(() -> NetworkNamespace.of("0123456789abcdef", ProcessHandle.current().pid()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not the container's");
  }

  @Test
  void oneThatHasEndedHasNoNetwork() throws Exception {
    var run = executor().start(workload("ended", Containers.command("true")));
    run.await();
    assertThat(run.network()).isEmpty();
  }

  /** Answers its name on port 8080, which nothing publishes. */
  private Run serving(String name) throws Exception {
    var script =
        "mkdir /www; printf "
            + name
            + " >/www/index.html; httpd -p 8080 -h /www; echo up; exec sleep 1000";
    Workload workload = workload(name, Containers.script(script));
    var run = executor().start(workload);
    awaitOutput(run, 3);
    return run;
  }

  private static String get(int port) throws IOException {
    var url = URI.create("http://127.0.0.1:" + port + "/index.html").toURL();
    var connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
    connection.setRequestProperty("Connection", "close");
    try (var body = connection.getInputStream()) {
      return new String(body.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  private static void connect(int port) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
    }
  }
}
