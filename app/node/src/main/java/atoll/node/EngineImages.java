package atoll.node;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Which images a container engine on this machine has; asked through its socket. */
record EngineImages(URI engine) {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final int STATUS_LINE = 64;

  /** Nothing if the engine is elsewhere, or does not say within some seconds. */
  Optional<Boolean> has(String image) throws InterruptedException {
    if (!"unix".equals(engine.getScheme()) || !image.matches("[\\w./:@-]{1,255}"))
      return Optional.empty();
    var answer = new AtomicReference<Optional<Boolean>>(Optional.empty());
    var asking = Thread.ofVirtual().start(() -> answer.set(ask(image)));
    if (!asking.join(PATIENCE)) asking.interrupt();
    return Objects.requireNonNull(answer.get());
  }

  private Optional<Boolean> ask(String image) {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(engine.getPath()));
      var asked = "GET /images/" + image + "/json HTTP/1.0\r\nHost: docker\r\n\r\n";
      channel.write(ByteBuffer.wrap(asked.getBytes(StandardCharsets.US_ASCII)));
      var answer = ByteBuffer.allocate(STATUS_LINE);
      channel.read(answer);
      var said = new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
      if (said.contains(" 200 ")) return Optional.of(true);
      return said.contains(" 404 ") ? Optional.of(false) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
