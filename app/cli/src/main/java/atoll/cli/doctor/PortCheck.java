package atoll.cli.doctor;

import atoll.cli.CommandRefused;
import atoll.cli.Invocation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** The port of the REST interface, as it is set. */
record PortCheck(Invocation invocation) implements Check {
  @Override
  public String name() {
    return "port";
  }

  @Override
  public Finding look() {
    int port = invocation.configuration().integer("rest.port");
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return Finding.ok(port + " is free");
    } catch (IOException e) {
      return isOurs(port)
          ? Finding.ok(port + " is in use by the node that runs here")
          : Finding.warn(
              port + " is in use by another program",
              "Take another: "
                  + invocation.program()
                  + " dev --port "
                  + (port == 65535 ? 9998 : port + 1));
    }
  }

  private boolean isOurs(int port) {
    try {
      return invocation.address().getPort() == port;
    } catch (CommandRefused noNode) {
      return false;
    }
  }
}
