package atoll.cli.doctor;

import atoll.cli.CliEnvironment;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The Docker engine, which runs containers; everything else works without it. */
record DockerCheck(CliEnvironment environment) implements Check {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final String START =
      "Start it, for example: sudo systemctl start docker; other executors work without it";

  @Override
  public String name() {
    return "docker";
  }

  @Override
  public Finding look() throws InterruptedException {
    var host =
        environment
            .variable("DOCKER_HOST")
            .map(String::strip)
            .filter(named -> !named.isEmpty())
            .orElse("unix:///var/run/docker.sock");
    if (!host.startsWith("unix://"))
      return Finding.warn("it is elsewhere, at " + host + ", and was not asked", "");
    var socket = Path.of(host.substring("unix://".length()));
    if (!Files.exists(socket))
      return Finding.warn("no engine runs here: there is no " + socket, START);
    if (!Files.isWritable(socket))
      return Finding.warn(
          "you may not use " + socket,
          "Join its group: sudo usermod -aG docker $USER, then log in again");
    var answer = new String[] {""};
    var asking = Thread.ofVirtual().start(() -> answer[0] = ping(socket));
    if (!asking.join(PATIENCE)) {
      asking.interrupt();
      return Finding.warn(
          "the engine does not answer within " + PATIENCE.toSeconds() + " s", START);
    }
    return answer[0].contains(" 200 ")
        ? Finding.ok("the engine answers at " + socket)
        : Finding.warn("the engine does not answer: " + answer[0], START);
  }

  private static String ping(Path socket) {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(
          ByteBuffer.wrap(
              "GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
      var answer = ByteBuffer.allocate(256);
      channel.read(answer);
      return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII)
          .lines()
          .findFirst()
          .orElse("nothing");
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
