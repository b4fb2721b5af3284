package atoll.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atoll.acceptance.terminal.Checkout;
import atoll.acceptance.terminal.Docker;
import atoll.dms.api.AtollApi;
import atoll.dms.api.DeploymentDocument;
import atoll.dms.api.ProviderDocument;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.EnsembleId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A network whose Docker engine is killed ten times at random points, and comes back: sometimes
 * with what ran going on, sometimes after having ended it. Nothing acknowledged may be missing, no
 * task may run twice, nothing may run beside itself, no capacity may leak, and while the engine is
 * away the providers say so.
 *
 * <p>One that is killed after it has started a container and before it has noted that forgets it,
 * and nobody else knows: a task that was just being started then may begin once more.
 */
@ExtendWith(Checkout.Shared.class)
@Timeout(900)
class EngineKillsTest {
  private static final int KILLS = Integer.getInteger("atoll.kills", 10);
  private static final int MOST_SERVICES = 3;
  private static final int LONGEST_MILLIS = 1500;
  private static final Duration SETTLED = Duration.ofMinutes(3);
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Checkout checkout;
  private final Map<EnsembleId, String> acknowledged = new LinkedHashMap<>();
  private final Map<EnsembleId, Integer> caughtStarting = new HashMap<>();
  private int asked;

  EngineKillsTest(Checkout checkout) {
    this.checkout = checkout;
  }

  @Test
  void whateverBecomesOfTheEngineNothingIsLostAndNothingRunsTwice() throws Exception {
    long seed = Long.getLong("atoll.seed", new Random().nextLong());
    var data = Files.createTempDirectory(checkout.folder("kept"), "engine-");
    try (var engine = OwnEngine.at(checkout.shell(), checkout.folder("e"))) {
      engine.begin(true);
      engine.shell().type("examples/web/build-image").exits(0);
      try (var network = KeptNetwork.start(engine.shell(), data)) {
        live(engine, network.api(), new Random(seed));
        settle(engine, network.api());
        end(engine, network.api());
      }
      assertNoTaskRanTwice(data);
    } catch (AssertionError e) {
      throw new AssertionError("with -Datoll.seed=" + seed + ": " + e.getMessage(), e);
    }
  }

  private void live(OwnEngine engine, AtollApi api, Random random) throws Exception {
    try (var reaper = Executors.newSingleThreadScheduledExecutor()) {
      for (int kill = 0; kill < KILLS; kill++) {
        var killed =
            reaper.schedule(engine::kill, random.nextInt(LONGEST_MILLIS), TimeUnit.MILLISECONDS);
        ask(api, random);
        killed.get();
        for (var deployment : api.deployments())
          if (deployment.status() == DeploymentStatus.PROVISIONING)
            caughtStarting.merge(deployment.id(), 1, Integer::sum);
        assertTheEngineIsMissed(engine, api);
        if (random.nextBoolean()) ask(api, random);
        boolean leavingAlone = random.nextBoolean();
        var back =
            reaper.schedule(
                () -> {
                  engine.begin(leavingAlone);
                  return leavingAlone;
                },
                random.nextInt(LONGEST_MILLIS),
                TimeUnit.MILLISECONDS);
        back.get();
        assertThat(ids(api)).containsAll(acknowledged.keySet());
        assertNothingRunsBesideItself(engine);
      }
    }
  }

  private void ask(AtollApi api, Random random) {
    for (int i = random.nextInt(3); i > 0; i--) {
      boolean service = random.nextBoolean() && names("service").size() < MOST_SERVICES;
      var name = (service ? "service-" : "task-") + asked++;
      var ensemble = service ? Ensembles.countedService(name) : Ensembles.countedTask(name);
      acknowledged.put(api.submit(name, ensemble, PATIENCE), name);
    }
  }

  private static void assertTheEngineIsMissed(OwnEngine engine, AtollApi api) {
    assertThat(api.providers())
        .flatExtracting(ProviderDocument::notes)
        .anySatisfy(note -> assertThat(note).contains("docker: ", "is not usable"));
    engine.shell().type("./atoll doctor").says("the engine does not answer").withoutTraces();
  }

  private void assertNothingRunsBesideItself(OwnEngine engine) {
    for (var id : acknowledged.keySet())
      assertThat(engine.running(id.value())).as("containers of " + id).isLessThanOrEqualTo(1);
  }

  /** With its engine back all that was acknowledged is done: services run, tasks have ended. */
  private void settle(OwnEngine engine, AtollApi api) {
    await()
        .atMost(SETTLED)
        .untilAsserted(() -> {
          for (var deployment : api.deployments())
            if (isRefused(api, deployment)) {
              assertThat(story(api, deployment.id())).contains("docker");
            } else if (isService(deployment.id())) {
              assertThat(deployment.status())
                  .as(() -> story(api, deployment.id()))
                  .isEqualTo(DeploymentStatus.RUNNING);
              assertThat(engine.running(deployment.id().value())).isEqualTo(1);
            } else assertThat(deployment.status().ended()).isTrue();
        });
    assertNothingRunsBesideItself(engine);
  }

  private void end(OwnEngine engine, AtollApi api) {
    for (var deployment : api.deployments())
      if (!deployment.status().ended()) api.shutdown(deployment.id());
    await()
        .atMost(SETTLED)
        .untilAsserted(() -> {
          assertThat(api.deployments()).allMatch(deployment -> deployment.status().ended());
          assertThat(api.providers()).allSatisfy(p -> assertThat(p.free()).isEqualTo(p.total()));
        });
    for (var id : acknowledged.keySet())
      assertThat(new Docker(engine.shell()).containersOf(id.value())).isEmpty();
  }

  private void assertNoTaskRanTwice(Path data) throws IOException {
    for (var task : acknowledged.entrySet())
      if (!isService(task.getKey()))
        assertThat(starts(data, task.getValue()))
            .as("starts of " + task)
            .isLessThanOrEqualTo(1 + caughtStarting.getOrDefault(task.getKey(), 0));
  }

  private static List<EnsembleId> ids(AtollApi api) {
    return api.deployments().stream().map(DeploymentDocument::id).toList();
  }

  /** What nobody could take while the engine was away has ended before it was anywhere. */
  private static boolean isRefused(AtollApi api, DeploymentDocument deployment) {
    return deployment.status() == DeploymentStatus.FAILED
        && !story(api, deployment.id()).contains("NodePlaced");
  }

  private static String story(AtollApi api, EnsembleId id) {
    var story = new StringBuilder();
    try {
      api.events(id, 0, false, event -> story.append(event).append('\n') != null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return story.toString();
  }

  private boolean isService(EnsembleId id) {
    return acknowledged.getOrDefault(id, "").startsWith("service");
  }

  private List<String> names(String kind) {
    return acknowledged.values().stream().filter(name -> name.startsWith(kind)).toList();
  }

  /** How often a workload has written that it began, on whichever provider. */
  private static long starts(Path data, String name) throws IOException {
    try (var files = Files.walk(data)) {
      long starts = 0;
      for (var file : files.filter(f -> f.endsWith(name + "/starts")).toList())
        starts += Files.readAllLines(file).size();
      return starts;
    }
  }
}
