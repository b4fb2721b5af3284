package atoll.infernet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Sends bytes that need not be HTTP, from an address of this machine, and reads what comes back.
 */
record RawClient(int port, String address) {
  private static final int PATIENCE_MILLIS = 60_000;

  /**
   * @param status 0 if the connection was closed without a word
   * @param headers by name in lower case; of one that is given twice the last
   */
  record Answer(int status, Map<String, String> headers, byte[] body) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }

    String text() {
      return new String(body, ISO_8859_1);
    }
  }

  /**
   * @param ends whether nothing more is sent, which a reader of a body that is cut off waits for
   */
  Answer send(byte[] request, boolean ends) throws IOException {
    try (var socket = new Socket()) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
      socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
      var said = new ByteArrayOutputStream();
      try {
        socket.getOutputStream().write(request);
        if (ends) socket.shutdownOutput();
        socket.getInputStream().transferTo(said);
      } catch (java.net.SocketException _) {
        // reset: whoever is refused may not be listened to; what was said before that counts
      }
      return read(said.toByteArray());
    }
  }

  private static Answer read(byte[] said) {
    var text = new String(said, ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) return new Answer(0, Map.of(), said);
    if (text.startsWith("HTTP/1.1 100 "))
      return read(Arrays.copyOfRange(said, end + 4, said.length));
    var lines = text.substring(0, end).split("\r\n", -1);
    var headers = new HashMap<String, String>();
    for (int i = 1; i < lines.length; i++) {
      var pair = lines[i].split(":", 2);
      headers.put(pair[0].toLowerCase(Locale.ROOT), pair[1].strip());
    }
    var body = Arrays.copyOfRange(said, end + 4, said.length);
    boolean chunked = headers.getOrDefault("transfer-encoding", "").equals("chunked");
    return new Answer(
        Integer.parseInt(lines[0].split(" ", 3)[1]), headers, chunked ? joined(body) : body);
  }

  private static byte[] joined(byte[] chunks) {
    var body = new ByteArrayOutputStream();
    var text = new String(chunks, ISO_8859_1);
    for (int at = 0; at < text.length(); ) {
      int line = text.indexOf("\r\n", at);
      int length = Integer.parseInt(text.substring(at, line), 16);
      body.write(chunks, line + 2, length);
      at = line + 2 + length + 2;
    }
    return body.toByteArray();
  }
}
