package atoll.workload.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.workload.Exit;
import atoll.workload.LocalName;
import atoll.workload.Workload;
import atoll.workload.WorkloadExecutorException;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.RestartPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Containers that the machine's own tools know by a name that was given (Infernet §3.3). */
class NamesakeContainersTest extends RealEngine {
  private final String name = "hello-" + UUID.randomUUID();

  @AfterEach
  void removeByName() {
    new Engine(DockerHost.USUAL).remove(name);
  }

  @Test
  void theEngineKnowsAContainerByTheNameThatItsWorkloadIsGiven() throws Exception {
    executor().start(named("a"));
    assertThat(container().getState().getRunning()).isTrue();
    assertThat(container().getConfig().getLabels())
        .as("which providers tell their own by")
        .containsEntry("atoll-provider", provider)
        .containsEntry("nunet-executionID", provider + "_test_node.a");
  }

  @Test
  @DisplayName("a container of that name that nobody's provider made is used as it is, and kept")
  void aRunningOneIsTakenOver() throws Exception {
    var id = makeByHand(true);
    var executor = executor();
    var run = executor.start(named("a"));
    assertThat(container().getId()).isEqualTo(id);
    assertThat(run.exit()).isEmpty();
    assertThat(executor.start(named("a"))).isSameAs(run);
    assertThat(executor.allocations()).as("what others made is not listed").isEmpty();

    run.stop(Duration.ofSeconds(1));
    assertThat(run.exit()).isPresent();
    executor.remove(run.allocation());
    assertThat(executor.find(run.allocation())).isEmpty();
    assertThat(container().getId()).as("stopped, not removed").isEqualTo(id);
  }

  @Test
  void aStoppedOneIsStartedAsItIs() throws Exception {
    var id = makeByHand(false);
    var run = executor().start(named("a"));
    assertThat(container().getId()).isEqualTo(id);
    assertThat(container().getState().getRunning()).isTrue();
    run.stop(Duration.ZERO);
    assertThat(run.await()).isEqualTo(new Exit.Killed(Exit.Cause.STOPPED));
  }

  @Test
  void oneThatWasTakenOverIsTakenOverAgainAfterThisProcessWasKilled() throws Exception {
    makeByHand(true);
    var before = executor();
    var first = before.start(named("a"));
    var started = container().getState().getStartedAt();
    before.close();
    assertThatThrownBy(first::await).hasMessageContaining("the container goes on");

    var after = executor();
    assertThat(after.find(first.allocation())).as("not known until it is started").isEmpty();
    var run = after.start(named("a"));
    assertThat(container().getState().getStartedAt()).isEqualTo(started);
    run.stop(Duration.ZERO);
    after.close();

    var third = executor().start(named("a"));
    assertThat(third.exit()).as("an end that was asked for before counts no more").isEmpty();
    TestEngine.CLIENT.killContainerCmd(name).withSignal("KILL").exec();
    assertThat(third.await()).isEqualTo(new Exit.Exited(137));
  }

  @Test
  void theEndOfOneThatWasTakenOverIsSeenAndAnotherTakesItsPlaceOnceItIsGone() throws Exception {
    var id = makeByHand(true);
    var executor = executor();
    var run = executor.start(named("a"));
    TestEngine.CLIENT.removeContainerCmd(name).withForce(true).exec();
    assertThat(run.await()).isNotEqualTo(new Exit.Exited(0));
    executor.remove(run.allocation());
    executor.start(named("a"));
    assertThat(container().getId()).isNotEqualTo(id);
    assertThat(TestEngine.containersOf(provider)).containsExactly(container().getId());
  }

  @Test
  @DisplayName("what another node left, ended, is made anew, as the configuration says now")
  void whatAnotherProviderLeftIsReplaced() throws Exception {
    var before = executor(provider + "-before", DockerHost.USUAL);
    var left = before.start(named("a"));
    var id = container().getId();
    left.stop(Duration.ZERO);
    executor().start(named("b"));
    assertThat(container().getId()).isNotEqualTo(id);
    assertThat(TestEngine.containersOf(provider)).containsExactly(container().getId());
  }

  @Test
  @DisplayName("a node that was made anew with nothing kept uses what it made before, and keeps it")
  void anotherProvidersIsTakenOver() throws Exception {
    var before = executor(provider + "-before", DockerHost.USUAL);
    var made = before.start(named("a"));
    var id = container().getId();
    try {
      var executor = executor();
      var run = executor.start(named("b"));
      assertThat(container().getId()).isEqualTo(id);
      run.stop(Duration.ZERO);
      executor.remove(run.allocation());
      assertThat(container().getId()).isEqualTo(id);
    } finally {
      before.remove(made.allocation());
    }
  }

  @Test
  void theBeginningOfAnIdIsNoName() throws Exception {
    var id = makeByHand(true);
    var beginning = id.substring(0, 12);
    var run = executor().start(named("a", beginning));
    assertThat(TestEngine.containersOf(provider)).hasSize(1).doesNotContain(id);
    run.stop(Duration.ZERO);
  }

  @Test
  void oneThatCannotBeStartedIsKeptToo() throws Exception {
    TestEngine.CLIENT
        .createContainerCmd(TestEngine.BUSYBOX)
        .withName(name)
        .withCmd("/no/such/program")
        .exec();
    assertThatThrownBy(() -> executor().start(named("a")))
        .isInstanceOf(WorkloadExecutorException.class)
        .hasMessageContaining("/no/such/program");
    assertThat(container().getName()).isEqualTo("/" + name);
  }

  @Test
  void whatOneThatWasTakenOverWritesStaysWithTheEngine() throws Exception {
    TestEngine.CLIENT
        .createContainerCmd(TestEngine.BUSYBOX)
        .withName(name)
        .withTty(true)
        .withCmd("sh", "-c", "echo said; exit 7")
        .exec();
    var run = executor().start(named("a"));
    assertThat(run.await()).isEqualTo(new Exit.Exited(7));
    assertThat(out(run)).isEmpty();
    assertThat(Files.exists(folders.resolve("a/stdout.log"))).isTrue();
  }

  @Test
  void aPortThatIsNotWhereItIsExpectedIsTold() throws Exception {
    TestEngine.CLIENT
        .createContainerCmd(TestEngine.BUSYBOX)
        .withName(name)
        .withExposedPorts(ExposedPort.tcp(3000))
        .withHostConfig(
            HostConfig.newHostConfig()
                .withPortBindings(
                    new PortBinding(Ports.Binding.bindPort(3005), ExposedPort.tcp(3000))))
        .exec();
    try (var engine = new Engine(DockerHost.USUAL)) {
      var there = engine.inspect(name).orElseThrow();
      assertThat(NamesakeContainers.otherPorts(asking(3005, 3000), there)).isEmpty();
      assertThat(NamesakeContainers.otherPorts(asking(3000, 3000), there))
          .containsExactly(
              "Container %s serves on port 3005 of this machine, and is expected on port 3000"
                  .formatted(name));
      assertThat(NamesakeContainers.otherPorts(asking(3000, 80), there))
          .containsExactly(
              "Container %s does not publish its port 80, which is expected on port 3000 of this machine"
                  .formatted(name));
    }
  }

  private Workload asking(int outside, int inside) throws IOException {
    var any = named("a");
    return new Workload(
        any.allocation(),
        any.type(),
        any.program(),
        any.limits(),
        any.directory(),
        any.provision(),
        any.keys(),
        any.mounts(),
        List.of(new Workload.PortBinding("0.0.0.0", outside, inside)),
        any.deadline(),
        any.name());
  }

  private Workload named(String allocation) throws IOException {
    return named(allocation, name);
  }

  private Workload named(String allocation, String name) throws IOException {
    return workload(allocation, Containers.command("sleep", "1000")).named(new LocalName(name));
  }

  /** As somebody else does, with the restart policy that the original gives. */
  private String makeByHand(boolean running) {
    var id =
        TestEngine.CLIENT
            .createContainerCmd(TestEngine.BUSYBOX)
            .withName(name)
            .withCmd("sleep", "1000000")
            .withHostConfig(
                HostConfig.newHostConfig().withRestartPolicy(RestartPolicy.onFailureRestart(5)))
            .exec()
            .getId();
    if (running) TestEngine.CLIENT.startContainerCmd(id).exec();
    return id;
  }

  private InspectContainerResponse container() {
    return TestEngine.CLIENT.inspectContainerCmd(name).exec();
  }
}
