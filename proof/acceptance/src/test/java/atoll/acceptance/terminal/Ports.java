package atoll.acceptance.terminal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.awaitility.Awaitility;

/** README's own ports, of which the machine has one each; somebody else's network may be ending. */
public final class Ports {
  private Ports() {}

  public static void waitUntilFree(int... ports) {
    for (int port : ports)
      Awaitility.await("port " + port + ", which README uses, is free")
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofMillis(500))
          .until(() -> isFree(port));
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
