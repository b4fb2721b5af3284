package atoll.acceptance.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atoll.actor.VirtualThreadDispatcher;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.EnsembleId;
import atoll.kernel.ExecutorKind;
import atoll.kernel.Location;
import atoll.kernel.Resources;
import atoll.node.Grounds;
import atoll.node.KeptState;
import atoll.node.LocalNetwork;
import atoll.node.ProviderSpec;
import atoll.orchestrator.LogChunk;
import atoll.orchestrator.LogQuery;
import atoll.orchestrator.Plan;
import atoll.orchestrator.RequestId;
import atoll.orchestrator.machine.DeploymentEvent;
import atoll.provider.Machine;
import atoll.provider.PortLedger;
import atoll.provider.ProviderSettings;
import atoll.workload.ScriptedExecutor;
import atoll.workload.ScriptedExecutor.Scene;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same network in real time and on many threads: what waits, and what happens at once. */
@Timeout(240)
class LiveNetworkTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir Path folder;
  private final VirtualThreadDispatcher threads = new VirtualThreadDispatcher("live");
  private final List<ScriptedExecutor> executors = new ArrayList<>();
  private LocalNetwork network;

  @BeforeEach
  void open() {
    var ports = new PortLedger(20000, 20100, _ -> true);
    var specs = new ArrayList<ProviderSpec>();
    for (int i = 0; i < 3; i++) {
      var executor = new ScriptedExecutor(ExecutorKind.NULL);
      executors.add(executor);
      specs.add(spec(i, executor, ports.beside()));
    }
    network =
        new LocalNetwork(
            new Grounds(InstantSource.system(), System::nanoTime, new Random(1), threads),
            KeptState.forNow(new Random(2)),
            module -> {
              throw new IOException("no modules are fetched here: " + module);
            },
            specs);
  }

  private ProviderSpec spec(int number, ScriptedExecutor executor, PortLedger ports) {
    var share = HostSpec.share(2);
    var settings =
        new ProviderSettings(
            folder.resolve("host-" + number),
            Location.of("EU", "", ""),
            Optional.empty(),
            false,
            Optional.empty(),
            List.of(),
            "127.0.0.1");
    var machine =
        new Machine(
            "host-" + number,
            new Machine.CpuInfo("model", "vendor", share.cpu(), 2, 0, "amd64", 0),
            share.memory(),
            share.disk(),
            List.of(),
            List.of());
    return new ProviderSpec(
        settings, machine, share, _ -> Map.of(ExecutorKind.NULL, executor), ports);
  }

  @AfterEach
  void close() {
    try {
      network.close();
      for (var provider : network.providers()) {
        var now = provider.provider().resources();
        assertThat(now.running()).isEqualTo(Resources.NONE);
        assertThat(now.free().plus(now.held())).isEqualTo(now.onboarded());
      }
      assertThat(executors).allSatisfy(e -> assertThat(e.running()).isZero());
    } finally {
      threads.close();
    }
  }

  @Test
  @DisplayName("A26: a task's output is what it wrote")
  void outputIsRead() throws Exception {
    executors.forEach(e -> e.script(_ -> new Scene.Ends(0, "hello, ensemble\n")));
    var id = submit(Scenario.task());
    awaitEnd(id);
    var logs =
        network
            .deployments()
            .logs(
                network.userGrant(),
                id,
                "n1.hello",
                new LogQuery(LogQuery.Stream.STDOUT, 0, 1000),
                Duration.ofSeconds(10));
    assertThat(logs)
        .isInstanceOfSatisfying(
            LogChunk.Bytes.class,
            bytes ->
                assertThat(new String(bytes.data(), StandardCharsets.UTF_8))
                    .isEqualTo("hello, ensemble\n"));
  }

  @Test
  void outputIsFollowedWhileItIsWritten() throws Exception {
    executors.forEach(e -> e.script(_ -> new Scene.Lasts()));
    var id = submit(Scenario.service());
    awaitStatus(id, DeploymentStatus.RUNNING);
    var nothing =
        network
            .deployments()
            .logs(
                network.userGrant(),
                id,
                "n1.web",
                new LogQuery(LogQuery.Stream.STDOUT, 0, 1000),
                Duration.ofMillis(200));
    assertThat(nothing)
        .isInstanceOfSatisfying(LogChunk.Bytes.class, b -> assertThat(b.ended()).isFalse());
  }

  @Test
  void aPlanHoldsNothingAndTellsOfEveryProvider() throws Exception {
    var plan =
        network.deployments().plan(network.userGrant(), Stage.ensemble(Asked.services(2, "1.5")));
    assertThat(plan)
        .isInstanceOfSatisfying(
            Plan.Fits.class,
            fits -> {
              assertThat(fits.asked()).isEqualTo(3);
              assertThat(fits.answered()).isEqualTo(3);
              assertThat(fits.placement().providers()).hasSize(2);
              assertThat(fits.explanations()).hasSize(4);
            });
    for (var provider : network.providers()) {
      var now = provider.provider().resources();
      assertThat(now.free()).isEqualTo(now.onboarded());
    }
  }

  @Test
  void manyAtOnceAllComeToTheirEnd() throws Exception {
    executors.forEach(e -> e.script(_ -> new Scene.Ends(0, "")));
    var ids = new ArrayList<EnsembleId>();
    for (int i = 0; i < 60; i++) ids.add(submit(i % 3 == 0 ? Asked.services(2, "0.5") : tasks()));
    for (var id : ids) awaitEnd(id);
    await("what ended last is given back")
        .atMost(LONG)
        .untilAsserted(() -> {
          for (var provider : network.providers())
            assertThat(provider.provider().resources().free())
                .isEqualTo(provider.provider().resources().onboarded());
        });
  }

  @RepeatedTest(20)
  void closingInTheMiddleOfEverythingLeavesNothing() throws Exception {
    executors.forEach(e -> e.script(_ -> new Scene.Lasts()));
    var first = submit(Asked.services(3, "0.5"));
    for (int i = 0; i < 10; i++) submit(Asked.services(2, "0.5"));
    awaitStatus(first, DeploymentStatus.COMMITTING);
  }

  private static Asked tasks() {
    return new Asked().task("a", "0.7").task("b", "0.7").node("n1", "a").node("n2", "b");
  }

  private EnsembleId submit(Asked asked) {
    return network
        .deployments()
        .submit(
            network.userGrant(),
            new RequestId("r" + asked.hashCode()),
            Stage.ensemble(asked),
            LONG);
  }

  private void awaitEnd(EnsembleId id) throws InterruptedException {
    long after = 0;
    while (!network.deployments().find(network.userGrant(), id).orElseThrow().status().ended())
      after = next(id, after).getLast().number();
  }

  private void awaitStatus(EnsembleId id, DeploymentStatus status) throws InterruptedException {
    long after = 0;
    while (true) {
      var news = next(id, after);
      for (var event : news)
        if (event instanceof DeploymentEvent.StatusChanged changed && changed.status() == status)
          return;
      after = news.getLast().number();
    }
  }

  private List<DeploymentEvent> next(EnsembleId id, long after) throws InterruptedException {
    var news = network.deployments().events(network.userGrant(), id, after, LONG);
    assertThat(news).as("something happens to %s", id).isNotEmpty();
    return news;
  }
}
