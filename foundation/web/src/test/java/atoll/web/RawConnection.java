package atoll.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;

/** A connection on which a test says exactly what it wants, well formed or not. */
final class RawConnection implements AutoCloseable {
  private final Socket socket;
  private final BufferedReader in;

  RawConnection(int port) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(20_000);
      in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RawConnection say(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
    return this;
  }

  /** Null at the end of the connection. */
  String line() throws IOException {
    return in.readLine();
  }

  String head() throws IOException {
    var head = new StringBuilder();
    for (var line = line(); line != null && !line.isEmpty(); line = line())
      head.append(line).append('\n');
    return head.toString();
  }

  /** As many characters, or fewer at the end of the connection. */
  String read(int characters) throws IOException {
    var text = new StringBuilder();
    for (int c = 0; text.length() < characters && c >= 0; ) {
      c = in.read();
      if (c >= 0) text.append((char) c);
    }
    return text.toString();
  }

  /** All until the text was sent, or the connection ended. */
  String upTo(String end) throws IOException {
    var text = new StringBuilder();
    while (text.indexOf(end) < 0) {
      int c = in.read();
      if (c < 0) break;
      text.append((char) c);
    }
    return text.toString();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
