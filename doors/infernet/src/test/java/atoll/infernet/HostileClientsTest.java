package atoll.infernet;

import static atoll.infernet.TestNode.container;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever is sent, the answer is the specified one, in JSON, and the node goes on. */
@Timeout(60)
class HostileClientsTest {
  private static final int LIMIT = 16 << 20;

  private StubContainer echo;
  private TestNode node;

  @BeforeEach
  void start() throws Exception {
    echo = StubContainer.echo();
    node = TestNode.of("", container("echo", echo));
  }

  @AfterEach
  void stop() throws Exception {
    assertThat(node.done("{\"containers\":[\"echo\"],\"data\":{}}").get("status").stringValue())
        .isEqualTo("success");
    node.close();
    echo.close();
  }

  @Test
  void aBodyThatIsSaidToBeTooLargeIsRefusedBeforeItComes() throws Exception {
    try (var socket = new Socket("127.0.0.1", node.port())) {
      socket
          .getOutputStream()
          .write(
              ("POST /api/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                      + "Content-Length: "
                      + (LIMIT + 1)
                      + "\r\n\r\n")
                  .getBytes(US_ASCII));
      var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
      assertThat(in.readLine()).startsWith("HTTP/1.1 413");
      assertThat(in.lines().filter(line -> line.startsWith("{")).findFirst().orElse(""))
          .contains("\"error\":");
    }
  }

  @Test
  void bodiesThatNeverComeKeepNobodyElseWaiting() throws Exception {
    var silent = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 20; i++) {
        var socket = new Socket("127.0.0.1", node.port());
        silent.add(socket);
        ask(
            socket,
            "POST /api/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: "
                + LIMIT
                + "\r\n\r\n{");
      }
      var data = "x".repeat(1 << 20);
      var job = node.done("{\"containers\":[\"echo\"],\"data\":{\"a\":\"" + data + "\"}}");
      assertThat(job.get("status").stringValue()).isEqualTo("success");
    } finally {
      for (var socket : silent) socket.close();
    }
  }

  @Test
  void manyLargeBodiesAtOnceComeToTheirEnd() throws Exception {
    var body = "{\"containers\":[\"echo\"],\"data\":{\"a\":\"" + "x".repeat(10 << 20) + "\"}}";
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var statuses = new ArrayList<Future<Integer>>();
      for (int i = 0; i < 8; i++) // more than all that comes may take together
      statuses.add(callers.submit(() -> node.post("/api/jobs", body).status()));
      for (var status : statuses) assertThat(status.get()).isEqualTo(200);
    }
  }

  @Test
  @Timeout(120)
  void answersThatNobodyReadsAreBoundedAndEndWithTheirReaders() throws Exception {
    var data = "x".repeat(2 << 20);
    var id =
        node.done("{\"containers\":[\"echo\"],\"data\":{\"a\":\"" + data + "\"}}")
            .get("id")
            .stringValue();
    var path = "/api/jobs?" + ("id=" + id + "&").repeat(12);
    try (var silent = new Socket("127.0.0.1", node.port())) {
      ask(silent, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(silent.getInputStream().read()).as("it begins to come").isEqualTo('H');
      assertThat(node.get(path).status()).as("there is no room for another").isEqualTo(503);
    }
    await().atMost(Duration.ofSeconds(60)).until(() -> node.get(path).status() == 200);
  }

  private static void ask(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
  }

  @Test
  void aBodyOfTheLargestSizeIsRun() throws Exception {
    var data = "x".repeat(LIMIT - 100);
    var job = node.done("{\"containers\":[\"echo\"],\"data\":{\"a\":\"" + data + "\"}}");
    // the echo of it, with what is around it, is beyond what is read of an answer
    assertThat(job.get("status").stringValue()).isIn("success", "failed");
  }

  @Test
  void aBodyThatBreaksOffCostsNothing() throws Exception {
    try (var socket = new Socket("127.0.0.1", node.port())) {
      socket
          .getOutputStream()
          .write(
              ("POST /api/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                      + "Content-Length: 5000\r\n\r\n{\"containers\":")
                  .getBytes(US_ASCII));
    }
    assertThat(node.ids("")).isEmpty();
  }

  @Test
  void aDepthBombIsNotJson() throws Exception {
    var bomb = "[".repeat(1 << 20);
    assertThat(node.post("/api/jobs", bomb).status()).isEqualTo(500);
    assertThat(node.post("/api/jobs/batch", bomb).status()).isEqualTo(400);
    assertThat(node.put("/api/status", bomb).status()).isEqualTo(500);
    var inside = "{\"containers\":[\"echo\"],\"data\":" + "{\"a\":".repeat(1 << 16);
    assertThat(node.post("/api/jobs", inside).error()).startsWith("Internal server error: ");
  }

  @Test
  void numbersWithoutEndAreNotJson() throws Exception {
    var digits = "9".repeat(100_000);
    var reply =
        node.post("/api/jobs", "{\"containers\":[\"echo\"],\"data\":{\"a\":" + digits + "}}");
    assertThat(reply.status()).isEqualTo(500);
    var job = node.done("{\"containers\":[\"echo\"],\"data\":{\"a\":1e999999999}}");
    assertThat(job.get("status").stringValue()).isEqualTo("success");
  }

  @Test
  void moreValuesThanThereIsMemoryForAreRefused() throws Exception {
    var values = "{}" + ",{}".repeat(5_000_000);
    var reply =
        node.post("/api/jobs", "{\"containers\":[\"echo\"],\"data\":{\"a\":[" + values + "]}}");
    assertThat(reply.status()).isEqualTo(413);
    assertThat(reply.error()).contains("more values");
  }

  @Test
  void ofANameThatIsGivenTwiceTheLastValueCounts() throws Exception {
    var reply =
        node.post("/api/jobs", "{\"containers\":[\"echo\"],\"data\":{},\"containers\":[\"nope\"]}");
    assertThat(reply.status()).isEqualTo(405);
  }

  @Test
  void idsThatNoJobCanHaveAreLeftOut() throws Exception {
    assertThat(node.get("/api/jobs?id=&id=%00&id=" + "x".repeat(2000)).body()).isEqualTo("[]\n");
    var long_ = "{\"id\":\"" + "x".repeat(2000) + "\",\"status\":\"success\",\"containers\":[]}";
    assertThat(node.put("/api/status", long_).status()).isEqualTo(500);
  }

  @Test
  void aReaderWhoLeavesAStreamFailsItsJob() throws Exception {
    var left = new CountDownLatch(1);
    try (var endless =
            StubContainer.that((exchange, _) -> {
              exchange.sendResponseHeaders(200, 0);
              try {
                while (true) {
                  exchange.getResponseBody().write(new byte[1024]);
                  exchange.getResponseBody().flush();
                }
              } finally {
                left.countDown();
              }
            });
        var streaming = TestNode.of("", container("endless", endless))) {
      String id;
      try (var socket = new Socket("127.0.0.1", streaming.port())) {
        var body = "{\"containers\":[\"endless\"],\"data\":{}}";
        socket
            .getOutputStream()
            .write(
                ("POST /api/jobs/stream HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Type: application/json\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body)
                    .getBytes(US_ASCII));
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
        id = in.lines().filter(line -> line.matches("[0-9a-f-]{36}")).findFirst().orElseThrow();
      }
      assertThat(streaming.result(id).get("status").stringValue()).isEqualTo("failed");
      assertThat(left.await(20, TimeUnit.SECONDS)).as("the container is let go").isTrue();
    }
  }
}
