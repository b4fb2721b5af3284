package atoll.workload.docker;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kernel.Resources;
import atoll.workload.Exit;
import atoll.workload.LocalName;
import atoll.workload.Program;
import atoll.workload.Run;
import atoll.workload.Workload;
import com.github.dockerjava.api.command.InspectContainerResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Containers of the machine's owner, which the engine runs as it would by itself. */
class PlainContainerTest extends RealEngine {
  /** Writes how often it was started. */
  private static final String COUNTING = "echo x >> /kept; grep -c x /kept; exec sleep 1000";

  private final String name = "plain-" + UUID.randomUUID();

  private Workload plain(String shell) throws IOException {
    return plain(TestEngine.BUSYBOX, shell);
  }

  private Workload plain(String image, String shell) throws IOException {
    var any = workload("a", Containers.script(shell));
    return new Workload(
        any.allocation(),
        any.type(),
        new Program.Container(
            image,
            Optional.empty(),
            Optional.of(List.of("sh", "-c", shell)),
            Map.of(),
            Optional.empty(),
            false,
            Optional.empty(),
            Program.Restart.ON_FAILURE,
            List.of(),
            false,
            Program.Manner.PLAIN),
        Resources.NONE,
        any.directory(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.of(new LocalName(name)));
  }

  private InspectContainerResponse container() {
    return TestEngine.CLIENT.inspectContainerCmd(name).exec();
  }

  @Test
  @DisplayName("§3.3: one that was stopped is started again as it is, with its files")
  void startedAgain() throws Exception {
    var executor = executor();
    var first = executor.start(plain(COUNTING));
    Awaitility.await().until(() -> out(first).equals("1\n"));
    var id = container().getId();
    first.stop(Duration.ZERO);
    assertThat(first.exit()).contains(new Exit.Killed(Exit.Cause.STOPPED));

    var second = executor.start(plain(COUNTING));
    Awaitility.await().until(() -> out(second).equals("1\n2\n"));
    assertThat(container().getId()).isEqualTo(id);
    assertThat(second.exit()).isEmpty();
    assertThat(executor.start(plain(COUNTING))).as("it runs").isSameAs(second);
    second.stop(Duration.ZERO);
    executor.close();

    var third = executor().start(plain(COUNTING));
    Awaitility.await().until(() -> out(third).equals("1\n2\n3\n"));
    assertThat(container().getId()).as("by another process, too").isEqualTo(id);
  }

  @Test
  void oneThatWentDownWithTheMachineIsKept() throws Exception {
    var before = executor();
    before.start(plain(COUNTING));
    var id = container().getId();
    before.close();
    TestEngine.CLIENT.killContainerCmd(name).exec();
    var proc = Files.createDirectories(folders.resolve("root/proc"));
    long start = Instant.now().plusSeconds(60).getEpochSecond();
    Files.writeString(proc.resolve("stat"), "btime " + start + "\n");
    var after = executor(folders.resolve("root"));
    var allocation = after.allocations().getFirst();
    assertThat(after.find(allocation).flatMap(Run::exit)).isPresent();
    after.start(plain(COUNTING));
    assertThat(container().getId()).isEqualTo(id);
  }

  @Test
  void oneThatSomebodyRemovedIsMadeAnew() throws Exception {
    var executor = executor();
    var first = executor.start(plain(COUNTING));
    var id = container().getId();
    TestEngine.CLIENT.removeContainerCmd(name).withForce(true).exec();
    first.await();
    executor.start(plain(COUNTING));
    assertThat(container().getId()).isNotEqualTo(id);
  }

  @Test
  @DisplayName("§3.3: the engine tries five times, and then its end is known")
  void failing() throws Exception {
    var run = executor().start(plain("echo tried; exit 3"));
    assertThat(run.await()).isEqualTo(new Exit.Exited(3));
    assertThat(container().getRestartCount()).isEqualTo(5);
  }

  @Test
  void whatIsNotStatedIsNotLimited() throws Exception {
    executor().start(plain(COUNTING));
    var host = container().getHostConfig();
    assertThat(host.getNanoCPUs()).isZero();
    assertThat(host.getMemory()).isZero();
    assertThat(host.getPidsLimit()).isNull();
    assertThat(host.getCapDrop()).isNull();
    assertThat(host.getLogConfig().getType().getType()).isEqualTo("json-file");
  }

  @Test
  @DisplayName("§3.3: the image is asked for though one is here, which will do if none comes")
  void fetched() throws Exception {
    try (var registry = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var asked = new CompletableFuture<Boolean>();
      Thread.startVirtualThread(() -> {
        while (!registry.isClosed())
          try (var caller = registry.accept()) {
            asked.complete(caller.getInputStream().read() >= 0);
          } catch (IOException _) { // the next one
          }
      });
      var image = "localhost:" + registry.getLocalPort() + "/some/image";
      TestEngine.CLIENT.tagImageCmd(TestEngine.BUSYBOX, image, "latest").exec();
      try {
        var run = executor().start(plain(image, COUNTING));
        assertThat(asked).isCompletedWithValue(true);
        assertThat(run.exit()).isEmpty();
      } finally {
        TestEngine.CLIENT.removeImageCmd(image).withNoPrune(true).exec();
      }
    }
  }
}
