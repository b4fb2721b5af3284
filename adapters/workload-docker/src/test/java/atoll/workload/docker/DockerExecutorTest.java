package atoll.workload.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.Gpu;
import atoll.kernel.GpuVendor;
import atoll.kernel.Memory;
import atoll.kernel.Resources;
import atoll.workload.Exit;
import atoll.workload.Program;
import atoll.workload.Readiness;
import atoll.workload.Workload;
import atoll.workload.Workload.KeyFile;
import atoll.workload.Workload.Mount;
import atoll.workload.Workload.PortBinding;
import atoll.workload.WorkloadExecutorException;
import com.github.dockerjava.api.command.InspectContainerResponse;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a container is given, and what is left when it is gone. */
class DockerExecutorTest extends RealEngine {

  @Test
  @DisplayName("A41: the original's labels and name, the provider's id, and limits of the engine")
  void labelsAndLimits() throws Exception {
    var run = executor().start(workload("a", Containers.command("sleep", "1000")));
    var container = onlyContainer();
    var name = provider + "_test_node.a";
    assertThat(container.getName()).isEqualTo("/" + name);
    assertThat(container.getConfig().getLabels())
        .containsEntry("nunet-executor", provider)
        .containsEntry("nunet-jobID", provider + "_test")
        .containsEntry("nunet-executionID", name)
        .containsEntry("atoll-provider", provider);
    var host = container.getHostConfig();
    assertThat(host.getNanoCPUs()).isEqualTo(500_000_000L);
    assertThat(host.getMemory()).isEqualTo(64L << 20);
    assertThat(host.getMemorySwap()).as("no swap besides").isEqualTo(64L << 20);
    assertThat(host.getPidsLimit()).isEqualTo(4096L);
    assertThat(host.getPrivileged()).isFalse();
    assertThat(container.getConfig().getTty()).isFalse();
    run.stop(Duration.ZERO);
  }

  @Test
  @DisplayName("A41: a port is bound on the address that was given, and on no other")
  void portsAreBoundWhereAsked() throws Exception {
    int port = freePort();
    var served = workload("a", Containers.script("echo -n hello >/index.html; httpd -f -p 8080"));
    var run =
        executor()
            .start(
                with(
                    served,
                    List.of(),
                    List.of(new PortBinding("127.0.0.1", port, 8080)),
                    List.of()));
    var answer =
        run.exec(List.of("wget", "-q", "-O", "-", "http://127.0.0.1:8080"), Duration.ofSeconds(20));
    assertThat(answer.stdout()).isEqualTo("hello");
    try (var socket = new Socket("127.0.0.1", port)) {
      socket.getOutputStream().write("GET /index.html HTTP/1.0\r\n\r\n".getBytes(UTF_8));
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8)).endsWith("hello");
    }
    assertThatThrownBy(() -> new Socket("127.0.0.2", port).close())
        .isInstanceOf(ConnectException.class);
    run.stop(Duration.ZERO);
  }

  @Test
  void aPortThatIsTakenEndsTheStartInWordsAndLeavesNothing() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var workload =
          with(
              workload("a", Containers.command("true")),
              List.of(),
              List.of(new PortBinding("127.0.0.1", taken.getLocalPort(), 80)),
              List.of());
      assertThatThrownBy(() -> executor().start(workload))
          .isInstanceOf(WorkloadExecutorException.class)
          .hasMessageContaining("address already in use");
      assertThat(TestEngine.containersOf(provider)).isEmpty();
    }
  }

  @Test
  void theImagesEntrypointIsKeptUnlessItIsReplaced() throws Exception {
    var image = TestEngine.image("greeter", "ENTRYPOINT [\"echo\", \"good\"]\nCMD [\"day\"]");
    assertThat(output("own", Containers.of(image))).isEqualTo("good day\n");
    assertThat(output("command", Containers.commanded(image, "night", "$HOME")))
        .isEqualTo("good night $HOME\n");
    var replaced =
        new Program.Container(
            image,
            Optional.of(List.of("printf", "%s|")),
            Optional.of(List.of("a b", "c")),
            Map.of(),
            Optional.empty(),
            false,
            Optional.empty(),
            Program.Restart.NO,
            List.of(),
            false,
            Program.Manner.CONFINED);
    assertThat(output("entrypoint", replaced)).isEqualTo("a b|c|");
  }

  @Test
  void workingFolderUserAndEnvironmentOfTheImageAreKept() throws Exception {
    var image = TestEngine.image("user", "ENV FROM=image\nWORKDIR /tmp\nUSER 1234");
    var own = Containers.commanded(image, "sh", "-c", "pwd; id -u; echo $FROM");
    assertThat(output("own", own)).isEqualTo("/tmp\n1234\nimage\n");
    var moved =
        new Program.Container(
            image,
            Optional.empty(),
            Optional.of(List.of("pwd")),
            Map.of("FROM", "us"),
            Optional.of("/usr"),
            false,
            Optional.empty(),
            Program.Restart.NO,
            List.of(),
            false,
            Program.Manner.CONFINED);
    assertThat(output("moved", moved)).isEqualTo("/usr\n");
  }

  @Test
  void mountsAreSeenAndReadOnlyOnesCannotBeWritten() throws Exception {
    var data = Files.createDirectories(folders.resolve("data"));
    Files.writeString(data.resolve("in"), "from outside\n");
    var script = "cat /ro/in; echo x >/ro/out || echo refused; echo kept >/rw/out";
    var workload =
        with(
            workload("a", Containers.script(script)),
            List.of(new Mount(data, "/ro", true), new Mount(data, "/rw", false)),
            List.of(),
            List.of());
    var run = executor().start(workload);
    run.await();
    assertThat(out(run)).isEqualTo("from outside\nrefused\n");
    assertThat(data.resolve("out")).hasContent("kept\n");
  }

  @Test
  void keysAreWrittenWhereTheyBelong() throws Exception {
    var key =
        new KeyFile("ssh", "ssh-ed25519 AAAA me\n".getBytes(UTF_8), "/root/.ssh/authorized_keys");
    var script =
        "cat /root/.ssh/authorized_keys; stat -c '%a %u' /root/.ssh/authorized_keys /root/.ssh";
    var run =
        executor()
            .start(
                with(workload("a", Containers.script(script)), List.of(), List.of(), List.of(key)));
    run.await();
    assertThat(out(run)).startsWith("ssh-ed25519 AAAA me\n644 0\n755 0");
  }

  @Test
  void aKeyWithoutAnAbsolutePlaceIsRefused() throws Exception {
    var workload =
        with(
            workload("a", Containers.command("true")),
            List.of(),
            List.of(),
            List.of(new KeyFile("ssh", new byte[1], ".ssh/keys")));
    assertThatThrownBy(() -> executor().start(workload))
        .isInstanceOf(WorkloadExecutorException.class)
        .hasMessageContaining(".ssh/keys");
  }

  @Test
  void anImageThatIsNowhereIsRefusedWithWhatToDo() throws Exception {
    var workload = workload("a", Containers.of("localhost:1/nobody/nothing:v1"));
    assertThatThrownBy(() -> executor().start(workload))
        .isInstanceOf(WorkloadExecutorException.class)
        .hasMessageContaining("localhost:1/nobody/nothing:v1")
        .hasMessageContaining("is not on this machine and cannot be fetched")
        .hasMessageContaining("refused")
        .hasMessageContaining("docker load");
    assertThat(TestEngine.containersOf(provider)).isEmpty();
  }

  @Test
  void aCommandThatTheImageLacksEndsTheStartInWordsAndLeavesNothing() throws Exception {
    var workload = workload("a", Containers.command("no-such-program"));
    assertThatThrownBy(() -> executor().start(workload))
        .isInstanceOf(WorkloadExecutorException.class)
        .hasMessageContaining("no-such-program");
    assertThat(TestEngine.containersOf(provider)).isEmpty();
  }

  @Test
  void noLimitAtAllIsRefused() throws Exception {
    var w = workload("a", Containers.command("true"));
    var unlimited = limited(w, Resources.NONE);
    assertThatThrownBy(() -> executor().start(unlimited))
        .isInstanceOf(WorkloadExecutorException.class)
        .hasMessageContaining("no limit");
  }

  @Test
  void aGpuWithoutADeviceIsRefused() throws Exception {
    var gpu = new Gpu("amd-1", 17, GpuVendor.AMD, "Instinct", Memory.ofMebibytes(1));
    var w = workload("a", Containers.command("true"));
    var wanting =
        limited(w, new Resources(new Cpu(100), Memory.ofMebibytes(64), Disk.ZERO, List.of(gpu)));
    assertThatThrownBy(() -> executor().start(wanting))
        .isInstanceOf(WorkloadExecutorException.class)
        .hasMessageContaining("amd-1")
        .hasMessageContaining("no device");
  }

  @Test
  void aProgramThatEndsWithinTheGraceKeepsItsCode() throws Exception {
    var script = "trap 'echo bye; exit 3' TERM; echo up; while :; do sleep 0.05; done";
    var run = executor().start(workload("a", Containers.script(script)));
    awaitOutput(run, 3);
    run.stop(Duration.ofSeconds(20));
    assertThat(run.exit()).contains(new Exit.Exited(3));
    assertThat(out(run)).isEqualTo("up\nbye\n");
  }

  @Test
  void anUnfinishedLineStaysUnfinished() throws Exception {
    assertThat(output("a", Containers.command("printf", "abc"))).isEqualTo("abc");
  }

  @Test
  void muchOutputIsCapturedWhole() throws Exception {
    var run = executor().start(workload("a", Containers.script("seq 1 1000000")));
    assertThat(run.await()).isEqualTo(new Exit.Exited(0));
    assertThat(out(run)).hasSize(6_888_896).endsWith("999999\n1000000\n");
  }

  @Test
  void aCommandInsideAnswersWithItsCodeAndBothStreams() throws Exception {
    var run = executor().start(workload("a", Containers.command("sleep", "1000")));
    var result =
        run.exec(
            List.of("sh", "-c", "echo \"$1\"; echo err >&2; exit 9", "-", "a  b"),
            Duration.ofSeconds(20));
    assertThat(result.exitCode()).isEqualTo(9);
    assertThat(result.stdout()).isEqualTo("a  b\n");
    assertThat(result.stderr()).isEqualTo("err\n");
    assertThat(run.exec(List.of("missing"), Duration.ofSeconds(20)).exitCode()).isNotZero();
    run.stop(Duration.ZERO);
    assertThatThrownBy(() -> run.exec(List.of("true"), Duration.ofSeconds(20)))
        .isInstanceOf(WorkloadExecutorException.class)
        .hasMessageContaining("not running");
  }

  @Test
  void aCommandInsideThatTakesTooLongIsKilled() throws Exception {
    var run = executor().start(workload("a", Containers.command("sleep", "1000")));
    var result = run.exec(List.of("sh", "-c", "echo begun; exec sleep 77"), Duration.ofSeconds(1));
    assertThat(result.exitCode()).isEqualTo(124);
    assertThat(result.stdout()).isEqualTo("begun\n");
    org.awaitility.Awaitility.await()
        .untilAsserted(() ->
            assertThat(run.exec(List.of("ps"), Duration.ofSeconds(20)).stdout())
                .doesNotContain("sleep 77"));
  }

  @Test
  void removalTakesAnonymousVolumesAlong() throws Exception {
    var image = TestEngine.image("volume", "VOLUME /data");
    var executor = executor();
    var workload = workload("a", Containers.commanded(image, "sleep", "1000"));
    executor.start(workload);
    var volume = onlyContainer().getMounts().getFirst().getName();
    assertThat(volumes()).contains(volume);
    executor.remove(workload.allocation());
    assertThat(volumes()).doesNotContain(volume);
    assertThat(TestEngine.containersOf(provider)).isEmpty();
  }

  @Test
  void anEngineThatIsNotThereIsSaidWithWhatToDoAndFoundWhenItComes() throws Exception {
    try (var socket = new CuttableSocket(folders)) {
      var executor = executor(provider, socket.address());
      assertThat(executor.readiness())
          .isInstanceOfSatisfying(
              Readiness.NotReady.class,
              not ->
                  assertThat(not.cause())
                      .contains(socket.address().toString(), "install Docker Engine"));
      var workload = workload("a", Containers.command("true"));
      assertThatThrownBy(() -> executor.start(workload))
          .isInstanceOf(WorkloadExecutorException.class)
          .hasMessageContaining("no Docker engine answers");
      socket.listen();
      assertThat(executor.readiness()).isInstanceOf(Readiness.Ready.class);
      assertThat(executor.start(workload).await()).isEqualTo(new Exit.Exited(0));
    }
  }

  @Test
  void somethingElseThanAnEngineIsNotTakenForOne() throws Exception {
    try (var other = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.startVirtualThread(() -> {
        try (var caller = other.accept()) {
          caller.getOutputStream().write("220 mail.example ESMTP\r\n\r\n".getBytes(UTF_8));
        } catch (IOException e) {
          throw new java.io.UncheckedIOException(e);
        }
      });
      var address = DockerHost.at(URI.create("tcp://127.0.0.1:" + other.getLocalPort()));
      assertThat(executor(provider, address).readiness())
          .isInstanceOfSatisfying(
              Readiness.NotReady.class,
              not -> assertThat(not.cause()).contains("no Docker engine"));
    }
  }

  @Test
  void whatTheEngineCannotEnforceIsSaid() {
    var ready = (Readiness.Ready) executor().readiness();
    assertThat(ready.version()).startsWith("Docker Engine ");
    var info = TestEngine.CLIENT.infoCmd().exec();
    boolean plainOverlay =
        "overlay2".equals(info.getDriver())
            && String.valueOf(info.getDriverStatuses()).contains("extfs");
    if (plainOverlay) assertThat(ready.unenforced()).anyMatch(limit -> limit.startsWith("disk: "));
  }

  @Test
  void anAddressOfAnotherKindIsRefused() {
    assertThatThrownBy(() -> DockerHost.at(URI.create("ssh://there")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ssh://there");
  }

  private String output(String name, Program program) throws Exception {
    var run = executor().start(workload(name, program));
    assertThat(run.await()).isEqualTo(new Exit.Exited(0));
    return out(run);
  }

  private InspectContainerResponse onlyContainer() {
    var ids = TestEngine.containersOf(provider);
    assertThat(ids).hasSize(1);
    return TestEngine.CLIENT.inspectContainerCmd(ids.getFirst()).exec();
  }

  private static List<String> volumes() {
    var found = TestEngine.CLIENT.listVolumesCmd().exec().getVolumes();
    return found == null ? List.of() : found.stream().map(v -> v.getName()).toList();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Workload with(
      Workload w, List<Mount> mounts, List<PortBinding> ports, List<KeyFile> keys) {
    return new Workload(
        w.allocation(),
        w.type(),
        w.program(),
        w.limits(),
        w.directory(),
        w.provision(),
        keys,
        mounts,
        ports,
        w.deadline(),
        Optional.empty());
  }

  private static Workload limited(Workload w, Resources limits) {
    return new Workload(
        w.allocation(),
        w.type(),
        w.program(),
        limits,
        w.directory(),
        w.provision(),
        w.keys(),
        w.mounts(),
        w.ports(),
        w.deadline(),
        Optional.empty());
  }
}
