package atoll.infernet.containers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atoll.actor.VirtualThreadDispatcher;
import atoll.infernet.StubContainer;
import atoll.infernet.config.ConfigReader;
import atoll.jobs.ServiceName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the node looks after containers that say whether they are well (Infernet §9.12). */
@Timeout(60)
class HealthWatchTest {
  private static final ServiceName SERVICE = new ServiceName("stub");
  private static final Duration SOON = Duration.ofMillis(20);

  private final VirtualThreadDispatcher dispatcher = new VirtualThreadDispatcher("test");
  private final ContainerCalls calls = new ContainerCalls(dispatcher);
  private final StubContainer stub = StubContainer.echo();
  private final List<String> restarted = new CopyOnWriteArrayList<>();
  private volatile boolean runs = true;

  @AfterEach
  void stop() {
    calls.close();
    dispatcher.close();
    stub.close();
  }

  @Test
  void itIsWaitedForUntilItIsWell() throws Exception {
    stub.health(503);
    try (var watch = watch("/health")) {
      assertThat(watch.trouble(SERVICE)).contains("it was not looked at yet");
      var waited = new CompletableFuture<Boolean>();
      watch.begin();
      dispatcher.execute(() -> {
        try {
          watch.await(true);
          waited.complete(watch.trouble(SERVICE).isEmpty());
        } catch (InterruptedException e) {
          waited.completeExceptionally(e);
        }
      });
      await().until(() -> stub.looks() > 5);
      assertThat(waited).isNotDone();
      assertThat(watch.trouble(SERVICE)).contains("it answered with status 503");
      stub.health(204);
      assertThat(waited.get()).isTrue();
      assertThat(restarted).as("it was only starting").isEmpty();
    }
  }

  @Test
  void oneThatStaysIllIsRestartedAndOnlyOnceWhileItBegins() throws Exception {
    try (var watch = watch("/health")) {
      watch.begin();
      watch.await(true);
      stub.health(500);
      await().until(() -> restarted.equals(List.of("stub")));
      int looks = stub.looks();
      await().until(() -> stub.looks() > looks + 5);
      assertThat(restarted).hasSize(1);
      assertThat(watch.trouble(SERVICE)).contains("it answered with status 500");
      stub.health(200);
      await().until(() -> watch.trouble(SERVICE).isEmpty());
    }
  }

  @Test
  void oneThatDoesNotRunIsNotAsked() throws Exception {
    runs = false;
    try (var watch = watch("/health")) {
      watch.begin();
      await().until(() -> watch.trouble(SERVICE).equals(Optional.of("it does not run")));
      assertThat(stub.looks()).isZero();
      runs = true;
      await().until(() -> watch.trouble(SERVICE).isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 404, 500})
  void onlyASuccessIsOne(int status) throws Exception {
    stub.health(status);
    try (var watch = watch("/health")) {
      watch.begin();
      watch.await(false);
      assertThat(watch.trouble(SERVICE)).contains("it answered with status " + status);
    }
  }

  @Test
  void oneThatCannotBeReachedOrNeverEndsItsAnswerIsNotWell() throws Exception {
    try (var endless =
            StubContainer.that((x, _) -> {
              x.sendResponseHeaders(200, 0);
              while (true) x.getResponseBody().write(new byte[1 << 16]);
            });
        var watch = watch(endless, "/service_output");
        var gone = watch(closed(), "/health")) {
      watch.begin();
      gone.begin();
      watch.await(false);
      gone.await(false);
      assertThat(watch.trouble(SERVICE).orElseThrow()).contains("longer than 65536 bytes");
      assertThat(gone.trouble(SERVICE)).contains("it cannot be connected to");
    }
  }

  @Test
  void oneWithoutAPathIsTakenForWell() throws Exception {
    var config = "{\"manage_containers\":false,\"containers\":[{\"id\":\"stub\"}]}";
    var containers = ConfigReader.parse("config.json", config.getBytes(UTF_8)).containers();
    try (var watch =
        new HealthWatch(
            containers,
            new ServiceAddresses(containers, Map.of()),
            calls,
            Keeper.NOBODY,
            dispatcher,
            new HealthWatch.Pace(SOON, SOON))) {
      watch.begin();
      watch.await(true);
      assertThat(watch.trouble(SERVICE)).isEmpty();
    }
  }

  private static StubContainer closed() {
    var closed = StubContainer.echo();
    closed.close();
    return closed;
  }

  private HealthWatch watch(String path) {
    return watch(stub, path);
  }

  private HealthWatch watch(StubContainer container, String path) {
    var config =
        "{\"manage_containers\":false,\"containers\":[{\"id\":\"stub\",\"url\":\"%s\",\"health\":\"%s\"}]}"
            .formatted(container.url(), path);
    var containers = ConfigReader.parse("config.json", config.getBytes(UTF_8)).containers();
    return new HealthWatch(
        containers,
        new ServiceAddresses(containers, Map.of()),
        calls,
        new Keeper() {
          @Override
          public boolean runs(String id) {
            return runs;
          }

          @Override
          public void restart(String id) {
            restarted.add(id);
          }
        },
        dispatcher,
        new HealthWatch.Pace(SOON, SOON));
  }
}
