package atoll.infernet.containers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import atoll.actor.VirtualThreadDispatcher;
import atoll.infernet.config.ConfigReader;
import atoll.infernet.config.InfernetConfig;
import atoll.journal.InMemoryJournal;
import atoll.kernel.AtollException;
import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.Memory;
import atoll.kernel.Resources;
import atoll.workload.LocalName;
import atoll.workload.Program;
import atoll.workload.Workload;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** How the node keeps its own containers running (Infernet §3.3). */
@Timeout(60)
class ManagedContainersTest {
  @TempDir Path folder;
  private final FakeEngine engine = new FakeEngine();
  private final InMemoryJournal journal = new InMemoryJournal();
  private final VirtualThreadDispatcher dispatcher = new VirtualThreadDispatcher("test");

  @AfterEach
  void stop() {
    dispatcher.close();
  }

  @Test
  void theEngineIsToldAllThatTheFileSays() throws Exception {
    try (var managed =
        managed(
            """
            {"id": "Hello_World", "image": "a/b:1", "port": 3001, "command": "serve --name 'two words' \\"x\\"",
             "env": {"A": 1}, "volumes": ["/not/here:/in:ro", "models_:/models", "/data"]}
            """)) {
      managed.start();
      var workload = engine.starts.getFirst();
      assertThat(workload.allocation().allocation().value()).startsWith("c-");
      assertThat(workload.name()).contains(new LocalName("Hello_World"));
      assertThat(workload.ports()).containsExactly(new Workload.PortBinding("0.0.0.0", 3001, 3000));
      assertThat(workload.mounts()).isEmpty();
      assertThat(Files.getPosixFilePermissions(workload.directory())).hasSize(3);
      var program = (Program.Container) workload.program();
      assertThat(program.image()).isEqualTo("a/b:1");
      assertThat(program.volumes())
          .as("as they are, since the engine knows more forms than anybody else")
          .containsExactly("/not/here:/in:ro", "models_:/models", "/data");
      assertThat(program.everyGpu()).isFalse();
      assertThat(program.command()).contains(List.of("serve", "--name", "two words", "x"));
      assertThat(program.environment()).isEqualTo(Map.of("A", "1"));
      assertThat(program.login()).contains(new Program.Login("me", "secret"));
      assertThat(managed.running()).containsExactly("Hello_World");
    }
  }

  @Test
  void anIdThatCannotBeAContainersNameIsServedUnderAnother() throws Exception {
    try (var managed = managed(container("x", "1"), container("two words", "1"))) {
      managed.start();
      assertThat(engine.starts).hasSize(2).allMatch(workload -> workload.name().isEmpty());
      assertThat(managed.running()).containsExactly("two words", "x");
    }
  }

  @Test
  void oneThatEndsIsStartedAgainAndIsNotListedMeanwhile() throws Exception {
    try (var managed = managed(container("a", "1"), container("b", "1"))) {
      managed.start();
      engine.end("a", 1);
      await().until(() -> managed.running().equals(java.util.Set.of("b")));
      await().until(() -> managed.running().size() == 2);
      assertThat(engine.starts).hasSize(3);
    }
  }

  @Test
  void oneThatIsRestartedIsStartedAgainAsIfItHadEnded() throws Exception {
    try (var managed = managed(container("a", "1"), container("b", "1"))) {
      managed.start();
      assertThat(managed.runs("a")).isTrue();
      managed.restart("a");
      managed.restart("nobody");
      assertThat(managed.runs("a")).isFalse();
      await().until(() -> managed.runs("a"));
      assertThat(engine.removed).as("it is kept, with its files").isEmpty();
      assertThat(engine.starts).hasSize(3);
    }
  }

  @Test
  void oneThatCannotBeStartedAgainIsTriedUntilItCan() throws Exception {
    try (var managed = managed(container("a", "1"))) {
      managed.start();
      engine.failing = "a";
      engine.end("a", 0);
      await().until(() -> engine.failures.get() > 0);
      engine.failing = "";
      await().until(() -> managed.running().contains("a"));
    }
  }

  @Test
  void allFailuresAreToldAtOnceByTheirContainers() {
    engine.failing = "b";
    try (var managed = managed(container("a", "1"), container("b", "1"))) {
      assertThatThrownBy(managed::start)
          .hasMessageStartingWith("Container manager setup failed. Check logs for details.")
          .hasMessageContaining("b: there is no such image");
    }
  }

  @Test
  void theEngineIsAskedForGpusThatThisMachineDoesNotSee() throws Exception {
    try (var managed = managed("{\"id\":\"g\",\"image\":\"i\",\"gpu\":true}")) {
      managed.start();
      assertThat(((Program.Container) engine.starts.getFirst().program()).everyGpu()).isTrue();
    }
  }

  @Test
  @DisplayName(
      "the list of what runs is logged in the original's words, at first and as it changes")
  void whatRunsIsLogged() throws Exception {
    var seen = new ListAppender<ILoggingEvent>();
    seen.start();
    var logger = (Logger) LoggerFactory.getLogger("orchestration.docker");
    logger.addAppender(seen);
    logger.setLevel(Level.INFO);
    try (var managed = managed(container("b", "1"), container("a", "1"))) {
      managed.start();
      assertThat(lines(seen)).contains("Running containers: ['b', 'a']");
      engine.end("a", 1);
      await()
          .untilAsserted(() ->
              assertThat(lines(seen))
                  .containsSubsequence(
                      "Container(s) failed / exited / crashed",
                      "Running containers: ['b']",
                      "Container(s) back up",
                      "Running containers: ['b', 'a']"));
    } finally {
      logger.setLevel(null);
      logger.detachAppender(seen);
    }
  }

  private static List<String> lines(ListAppender<ILoggingEvent> seen) {
    return List.copyOf(seen.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void oneThatStillRunsIsTakenUpUnlessItsConfigurationChanged() throws Exception {
    managed(container("a", "1"), container("b", "1")).start();
    var second = managed(container("a", "1"), container("b", "2"));
    second.start();
    assertThat(engine.starts.stream().map(w -> w.allocation().allocation().value()))
        .containsExactlyInAnyOrder("a", "b", "b");
    assertThat(engine.removed).containsExactly("b");
    assertThat(second.running()).containsExactly("a", "b");
  }

  @Test
  @DisplayName("§9.12: a container takes what its file allows it, or what it can")
  void limits() throws Exception {
    try (var managed =
        managed(
            "{\"id\":\"some\",\"image\":\"i\",\"memory\":\"32m\",\"cpus\":0.5}",
            container("every", "i"))) {
      managed.start();
      assertThat(engine.starts)
          .extracting(
              workload -> workload.allocation().allocation().value(),
              workload -> workload.limits().memory(),
              workload -> workload.limits().cpu())
          .containsExactlyInAnyOrder(
              tuple("some", Memory.ofMebibytes(32), new Cpu(500)),
              tuple("every", Memory.ZERO, Cpu.ZERO));
    }
  }

  @Test
  void oneWhoseLimitsChangeIsMadeAnewAndOneWithoutIsWhatItWas() throws Exception {
    for (var more : List.of("", ",\"memory\":\"32m\"", ",\"memory\":33554432", ",\"cpus\":1"))
      managed("{\"id\":\"a\",\"image\":\"i\"%s}".formatted(more)).start();
    assertThat(engine.removed).as("32m is 33554432").containsExactly("a", "a");
    var plain = container("a", "i");
    assertThat(ContainerPlans.fingerprint(config(plain).containers().getFirst()))
        .as("of before there were limits: sha256 of i, , {}, 3000, false, [] with zeros between")
        .isEqualTo("7988538394c8805c1473b53add19fe9c09380dc520e37f05992eb823f4e2c015");
  }

  @Test
  void oneThatTheFileNoLongerHasIsStoppedAndKept() throws Exception {
    managed(container("a", "1"), container("b", "1")).start();
    managed(container("a", "1")).start();
    assertThat(engine.runs("b")).isFalse();
    assertThat(engine.removed).isEmpty();
  }

  @Test
  void closingStopsAllAndStartsNoneAgain() throws Exception {
    var managed = managed(container("a", "1"));
    managed.start();
    managed.close();
    assertThat(engine.runs("a")).isFalse();
    assertThat(engine.starts).hasSize(1);
  }

  @Test
  void aStartThatEndsWhileTheNodeEndsLeavesNothingRunning() throws Exception {
    var asked = new CountDownLatch(1);
    engine.delay = () -> passOnceTheNodeEnds(asked);
    var managed = managed(container("a", "1"));
    dispatcher.execute(() -> start(managed));
    asked.await();
    managed.close();
    assertThat(engine.starts).hasSize(1);
    assertThat(engine.runs("a")).isFalse();
  }

  @Test
  void aStartThatOnlyWaitsIsBrokenOffWhenTheNodeEnds() throws Exception {
    var asked = new CountDownLatch(1);
    engine.delay =
        () -> {
          asked.countDown();
          new CountDownLatch(1).await();
        };
    var managed = managed(container("a", "1"));
    dispatcher.execute(() -> start(managed));
    asked.await();
    managed.close();
    assertThat(engine.starts).isEmpty();
  }

  @Test
  void oneThatIsStartedAgainWhileTheNodeEndsIsStopped() throws Exception {
    var managed = managed(container("a", "1"));
    managed.start();
    var asked = new CountDownLatch(1);
    engine.delay = () -> passOnceTheNodeEnds(asked);
    engine.end("a", 1);
    asked.await();
    managed.close();
    assertThat(engine.starts).hasSize(2);
    assertThat(engine.runs("a")).isFalse();
  }

  @Test
  @DisplayName("a folder that cannot be made is told in words")
  void noClassesInMessages() throws Exception {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("containers"), "in the way");
    try (var managed = managed(container("a", "1"))) {
      assertThatThrownBy(managed::start)
          .hasMessageContaining("container a needs the folder " + folder.resolve("containers"))
          .hasMessageNotContaining("Exception");
    }
  }

  private static void passOnceTheNodeEnds(CountDownLatch asked) {
    asked.countDown();
    while (!Thread.currentThread().isInterrupted()) LockSupport.park();
  }

  private static void start(ManagedContainers managed) {
    try {
      managed.start();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (AtollException _) {
      // of a start that was broken off
    }
  }

  private static String container(String id, String image) {
    return "{\"id\":\"%s\",\"image\":\"%s\"}".formatted(id, image);
  }

  private ManagedContainers managed(String... containers) {
    var config = config(containers);
    return new ManagedContainers(
        PortAssignment.assign(config.containers()),
        config.docker(),
        new Resources(Cpu.ofCores(1), Memory.ofMebibytes(64), Disk.ofMebibytes(64)),
        folder,
        engine,
        journal,
        dispatcher,
        InstantSource.system());
  }

  private static InfernetConfig config(String... containers) {
    return ConfigReader.parse(
        "config.json",
        ("{\"docker\":{\"username\":\"me\",\"password\":\"secret\"},\"containers\":["
                + String.join(",", containers)
                + "]}")
            .getBytes(UTF_8));
  }
}
