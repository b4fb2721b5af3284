package atoll.infernet.containers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.actor.VirtualThreadDispatcher;
import atoll.infernet.config.ConfigReader;
import atoll.infernet.config.ContainerConfig;
import atoll.infernet.json.HostileJson;
import atoll.infernet.json.PythonJson;
import atoll.jobs.Answer;
import atoll.jobs.Call;
import atoll.jobs.Destination;
import atoll.jobs.Origin;
import atoll.jobs.ServiceName;
import atoll.jobs.Worker.StreamEnd;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a container sends, HTTP or not: an answer or a failure, and soon (Infernet §3.1). */
@Timeout(600)
class ContainerFuzzTest {
  private static final int ANSWERS = 150;
  private static final Call CALL =
      new Call(new ServiceName("odd"), Origin.CLIENT, Destination.CLIENT, "{}", false, false);

  private final VirtualThreadDispatcher dispatcher = new VirtualThreadDispatcher("test");
  private final ContainerCalls calls = new ContainerCalls(dispatcher);

  @AfterEach
  void stop() {
    calls.close();
    dispatcher.close();
  }

  @ParameterizedTest
  @MethodSource("atoll.infernet.json.HostileJson#seeds")
  void isAnAnswerOrAFailure(long seed) throws Exception {
    var random = new Random(seed);
    var hostile = new HostileJson(random);
    try (var socket = new ServerSocket(0, 0, InetAddress.ofLiteral("127.0.0.1"))) {
      var containers = containers(socket.getLocalPort());
      var addresses = new ServiceAddresses(containers, Map.of());
      var worker = new ContainerWorker(addresses, calls, new CallTimes(containers));
      var resources = new ServiceResources(addresses, calls, dispatcher);
      var said = new AtomicReference<>(new byte[0]);
      dispatcher.execute(() -> serve(socket, said));
      for (int i = 0; i < ANSWERS; i++) {
        said.set(response(hostile, random));
        switch (i % 3) {
          case 0 -> sensible(answer(worker));
          case 1 -> sensible(worker.stream(CALL, (_, _) -> {}));
          default -> assertThat(resources.of("")).isNotNull();
        }
      }
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed + ": " + e, e);
    }
  }

  private static byte[] response(HostileJson hostile, Random random) {
    var body = new String(hostile.hostile("{\"output\":[1,\"x\"]}"), ISO_8859_1);
    var type =
        hostile.pick(
            List.of(
                "application/json", "a/b+json", "text/html", "application/json; charset=\u00ff"));
    var framed =
        random.nextBoolean()
            ? "Content-Length: " + body.length() + "\r\n\r\n" + body
            : "Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n"
                .formatted(body.length(), body);
    var whole =
        "HTTP/1.1 "
            + hostile.pick(List.of("200 OK", "500 No", "204 Nothing", "101 Other", "999 x"))
            + "\r\nConnection: close\r\nContent-Type: "
            + type
            + "\r\n"
            + framed;
    return random.nextBoolean() ? hostile.broken(whole) : whole.getBytes(ISO_8859_1);
  }

  private void serve(ServerSocket socket, AtomicReference<byte[]> said) {
    while (!socket.isClosed())
      try (var connection = socket.accept()) {
        connection.setSoTimeout(60_000);
        readRequest(connection.getInputStream());
        connection.getOutputStream().write(said.get());
      } catch (IOException _) {
        // the caller broke it off, or the test is over
      }
  }

  private static void readRequest(InputStream in) throws IOException {
    var read = new StringBuilder();
    while (read.indexOf("\r\n\r\n") < 0
        || read.indexOf("POST") == 0 && !read.toString().endsWith("}")) {
      int next = in.read();
      if (next < 0) return;
      read.append((char) next);
    }
  }

  private static Answer answer(ContainerWorker worker) throws Exception {
    var answer = new CompletableFuture<Answer>();
    worker.call(CALL, answer::complete);
    return answer.get(60, TimeUnit.SECONDS);
  }

  private static void sensible(Answer answer) {
    switch (answer) {
      case Answer.Output(var json) -> assertThat(PythonJson.read(json)).isNotNull();
      case Answer.Failed(var why) -> assertThat(why).hasSizeLessThan(100_000);
      case Answer.Unreached(var why) -> assertThat(why).as("it was reached").isEmpty();
    }
  }

  private static void sensible(StreamEnd end) {
    switch (end) {
      case StreamEnd.Complete() -> {}
      case StreamEnd.Broken(var why) -> assertThat(why).isNotBlank();
    }
  }

  private static List<ContainerConfig> containers(int port) {
    var config =
        "{\"manage_containers\":false,\"containers\":[{\"id\":\"odd\",\"port\":"
            + port
            + ",\"timeout\":20}]}";
    return ConfigReader.parse("config.json", config.getBytes(StandardCharsets.UTF_8)).containers();
  }
}
