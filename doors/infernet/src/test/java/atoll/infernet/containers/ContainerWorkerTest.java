package atoll.infernet.containers;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_32BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.actor.VirtualThreadDispatcher;
import atoll.infernet.StubContainer;
import atoll.infernet.config.ConfigReader;
import atoll.jobs.Answer;
import atoll.jobs.Call;
import atoll.jobs.Destination;
import atoll.jobs.Origin;
import atoll.jobs.ServiceName;
import atoll.jobs.Worker.StreamEnd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Containers that keep to the contract, and containers that do not (Infernet §3.1). */
@Timeout(60)
class ContainerWorkerTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofSeconds(30);

  private final VirtualThreadDispatcher dispatcher = new VirtualThreadDispatcher("test");
  private final ContainerCalls calls = new ContainerCalls(dispatcher);
  private final CountDownLatch over = new CountDownLatch(1);

  @AfterEach
  void stop() {
    over.countDown();
    calls.close();
    dispatcher.close();
  }

  @Test
  void theStatusDoesNotMatterAndEveryKindOfJsonIsJson() {
    assertThat(answer((x, _) -> StubContainer.json(x, 500, "{\"a\": 1}"), LONG))
        .isEqualTo(new Answer.Output("{\"a\": 1}"));
    assertThat(
            answer(
                (x, _) ->
                    StubContainer.answer(x, 200, "application/problem+json; charset=utf-8", "[]"),
                LONG))
        .isEqualTo(new Answer.Output("[]"));
    assertThat(answer((x, _) -> StubContainer.json(x, 200, ""), LONG))
        .isEqualTo(new Answer.Output("null"));
  }

  @Test
  @DisplayName(
      "§9.12: for a chain, a status that is no success is a failure, whatever else is said")
  void theStatusMattersForAChain() throws Exception {
    try (var stub =
        StubContainer.that((x, _) -> StubContainer.json(x, 500, "{\"detail\":\"OOM\"}"))) {
      var call =
          new Call(new ServiceName("stub"), Origin.CLIENT, Destination.CLIENT, "{}", false, true);
      assertThat(call(worker(stub, LONG), call))
          .isEqualTo(new Answer.Failed("it answered with status 500"));
    }
  }

  @Test
  void onceItsCallsAreClosedEveryCallIsAnsweredAtOnce() {
    calls.close();
    assertThat(failure((x, _) -> StubContainer.json(x, 200, "1"), LONG))
        .isEqualTo("the node is stopping");
  }

  @Test
  @DisplayName("an answer in a wider form, or with a byte order mark, is kept as its text")
  void theFormOfTheTextDoesNotMatter() {
    for (var form : List.of(UTF_8, UTF_16LE, UTF_32BE))
      assertThat(
              answer(
                  (x, _) -> {
                    var bytes = "\ufeff{\"a\": \"\u00e9\"}".getBytes(form);
                    x.getResponseHeaders().set("Content-Type", "application/json");
                    x.sendResponseHeaders(200, bytes.length);
                    x.getResponseBody().write(bytes);
                    x.close();
                  },
                  LONG))
          .isEqualTo(new Answer.Output("{\"a\": \"\u00e9\"}"));
  }

  @Test
  void whatIsNotJsonIsAFailureThatSaysWhatItWas() {
    assertThat(failure((x, _) -> StubContainer.answer(x, 200, "text/html", "<p>"), LONG))
        .contains("text/html");
    assertThat(failure((x, _) -> StubContainer.json(x, 200, "{broken"), LONG)).isEqualTo("{broken");
    assertThat(failure((x, _) -> StubContainer.json(x, 200, "[".repeat(100_000)), LONG))
        .hasSize(64 << 10);
    assertThat(
            failure(
                (x, _) -> {
                  x.sendResponseHeaders(200, -1);
                  x.close();
                },
                LONG))
        .contains("of no type");
  }

  @Test
  void oneThatHangsIsGivenUpInTime() {
    assertThat(failure((_, _) -> hang(), SHORT)).isEqualTo("no whole answer within 300 ms");
    assertThat(
            failure(
                (x, _) -> {
                  x.getResponseHeaders().set("Content-Type", "application/json");
                  x.sendResponseHeaders(200, 0);
                  x.getResponseBody().write('{');
                  x.getResponseBody().flush();
                  hang();
                },
                SHORT))
        .as("after it began to answer, too")
        .isEqualTo("no whole answer within 300 ms");
  }

  @Test
  void oneThatNeverStopsAnsweringIsBrokenOff() {
    assertThat(
            failure(
                (x, _) -> {
                  x.getResponseHeaders().set("Content-Type", "application/json");
                  x.sendResponseHeaders(200, 0);
                  while (true) x.getResponseBody().write(new byte[1 << 16]);
                },
                LONG))
        .contains("longer than 16777216 bytes");
  }

  @Test
  void oneThatDiesWhileItAnswersHasFailed() {
    assertThat(
            failure(
                (x, _) -> {
                  x.getResponseHeaders().set("Content-Type", "application/json");
                  x.sendResponseHeaders(200, 100);
                  x.getResponseBody().write('{');
                  throw new IOException("dead");
                },
                LONG))
        .isNotEmpty();
  }

  @Test
  void oneThatIsNotThereIsNotReached() {
    var gone = StubContainer.echo();
    gone.close();
    assertThat(call(worker(gone, LONG), call()))
        .isEqualTo(new Answer.Unreached("it cannot be connected to"));
  }

  @Test
  void aStreamIsPassedOnToItsEnd() throws Exception {
    try (var stub =
        StubContainer.that((x, _) -> StubContainer.answer(x, 200, "text/plain", "abc"))) {
      var read = new ByteArrayOutputStream();
      assertThat(worker(stub, LONG).stream(call(), (buffer, n) -> read.write(buffer, 0, n)))
          .isEqualTo(new StreamEnd.Complete());
      assertThat(read.toString(UTF_8)).isEqualTo("abc");
    }
  }

  @Test
  void aStreamWithAnErrorForAStatusOrWithoutEndIsBroken() throws Exception {
    assertThat(broken((x, _) -> StubContainer.json(x, 503, "{}"), LONG)).contains("503");
    assertThat(broken((_, _) -> hang(), SHORT)).contains("300 ms");
    assertThat(
            broken(
                (x, _) -> {
                  x.sendResponseHeaders(200, 0);
                  while (over.getCount() > 0) {
                    x.getResponseBody().write("tick".getBytes(UTF_8));
                    x.getResponseBody().flush();
                  }
                },
                SHORT))
        .isEqualTo("it streamed for longer than 300 ms");
  }

  private Answer answer(StubContainer.Behaviour behaviour, Duration within) {
    try (var stub = StubContainer.that(behaviour)) {
      return call(worker(stub, within), call());
    }
  }

  private String failure(StubContainer.Behaviour behaviour, Duration within) {
    return ((Answer.Failed) answer(behaviour, within)).error();
  }

  private String broken(StubContainer.Behaviour behaviour, Duration within)
      throws InterruptedException {
    try (var stub = StubContainer.that(behaviour)) {
      return ((StreamEnd.Broken) worker(stub, within).stream(call(), (_, _) -> {})).error();
    }
  }

  private static Answer call(ContainerWorker worker, Call call) {
    var answer = new CompletableFuture<Answer>();
    worker.call(call, answer::complete);
    return answer.join();
  }

  private ContainerWorker worker(StubContainer stub, Duration within) {
    var config =
        ConfigReader.parse(
            "config.json",
            "{\"manage_containers\":false,\"containers\":[{\"id\":\"stub\",\"port\":%d,\"timeout\":%s}]}"
                .formatted(stub.port(), within.toMillis() / 1000.0)
                .getBytes(UTF_8));
    return new ContainerWorker(
        new ServiceAddresses(config.containers(), Map.of()),
        calls,
        new CallTimes(config.containers()));
  }

  private static Call call() {
    return new Call(new ServiceName("stub"), Origin.CLIENT, Destination.CLIENT, "{}", false, false);
  }

  private void hang() {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
