package atoll.workload.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.kernel.AllocationId;
import atoll.kernel.AllocationType;
import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.Memory;
import atoll.kernel.Resources;
import atoll.workload.Alarm;
import atoll.workload.CapturedOutput.Stream;
import atoll.workload.Program;
import atoll.workload.Run;
import atoll.workload.Workload;
import atoll.workload.Workload.ProvisionScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What tests on the real engine share: executors of one provider, workloads, and an end. */
@Timeout(120)
abstract class RealEngine {
  protected final String provider = "test-" + UUID.randomUUID();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final List<DockerExecutor> executors = new ArrayList<>();
  @TempDir Path folders;

  @AfterEach
  void leaveNothing() {
    executors.forEach(DockerExecutor::close);
    timer.shutdownNow();
    TestEngine.discard(provider);
  }

  protected DockerExecutor executor() {
    return executor(provider, DockerHost.USUAL);
  }

  protected DockerExecutor executor(String forProvider, DockerHost engine) {
    var made = new DockerExecutor(engine, forProvider, Alarm.on(timer), InstantSource.system());
    executors.add(made);
    return made;
  }

  /** One on a machine that {@code root} describes. */
  protected DockerExecutor executor(Path root) {
    var made =
        new DockerExecutor(
            DockerHost.USUAL, provider, Alarm.on(timer), InstantSource.system(), root);
    executors.add(made);
    return made;
  }

  protected Workload workload(String name, Program program) throws IOException {
    return new Workload(
        AllocationId.parse("test_node." + name),
        AllocationType.TASK,
        program,
        new Resources(new Cpu(500), Memory.ofMebibytes(64), Disk.ofMebibytes(64)),
        Files.createDirectories(folders.resolve(name)),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  /** {@code workload} with scripts; each pair is a name and a shell text. */
  protected static Workload provisioned(Workload workload, String... namesAndTexts) {
    var scripts = new ArrayList<ProvisionScript>();
    for (int i = 0; i < namesAndTexts.length; i += 2)
      scripts.add(new ProvisionScript(namesAndTexts[i], namesAndTexts[i + 1].getBytes(UTF_8)));
    return new Workload(
        workload.allocation(),
        workload.type(),
        workload.program(),
        workload.limits(),
        workload.directory(),
        scripts,
        workload.keys(),
        workload.mounts(),
        workload.ports(),
        workload.deadline(),
        Optional.empty());
  }

  protected static String out(Run run) throws IOException {
    return new String(run.output().read(Stream.STDOUT, 0, 1 << 24), UTF_8);
  }

  protected static String err(Run run) throws IOException {
    return new String(run.output().read(Stream.STDERR, 0, 1 << 24), UTF_8);
  }

  /** Waits until the run has written at least {@code bytes} to stdout. */
  protected static void awaitOutput(Run run, int bytes) throws InterruptedException {
    if (!run.output().awaitBeyond(Stream.STDOUT, bytes - 1L))
      throw new AssertionError("it ended before it wrote " + bytes + " bytes: " + run.exit());
  }
}
