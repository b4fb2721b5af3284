package atoll.workload.wasm;

import static atoll.workload.wasm.Modules.module;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.kernel.AllocationId;
import atoll.kernel.AllocationType;
import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.Memory;
import atoll.kernel.Resources;
import atoll.workload.Alarm;
import atoll.workload.CapturedOutput.Stream;
import atoll.workload.Exit;
import atoll.workload.Run;
import atoll.workload.Workload;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a module can do with files: everything in its own folder, nothing outside. */
@Timeout(120)
class VolumeTest {
  private static final Exit REFUSED = new Exit.Exited(63); // errno.perm

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final WarmChildren children = new WarmChildren(WasmChildOptions.ofThisProgram());
  private final WasmExecutor executor = new WasmExecutor(children, Alarm.on(timer));
  private Path folder;
  private int count;

  @BeforeEach
  void folder(@TempDir Path temporary) throws Exception {
    folder = Files.createDirectory(temporary.resolve("größe"));
    Files.writeString(temporary.resolve("secret"), "not for modules");
  }

  @AfterEach
  void close() {
    executor.close();
    children.close();
    timer.shutdownNow();
  }

  @Test
  void aModuleWritesAndReadsFilesOfItsOwn() throws Exception {
    assertThat(run("w", "note.txt", "remember").await()).isEqualTo(new Exit.Exited(0));
    assertThat(folder.resolve("volume/note.txt")).hasContent("remember");
    var reading = run("r", "note.txt");
    assertThat(reading.await()).isEqualTo(new Exit.Exited(0));
    assertThat(out(reading)).isEqualTo("remember");
  }

  @Test
  void removalDeletesItsFilesAndKeepsItsOutput() throws Exception {
    var writing = run("w", "note.txt", "remember");
    writing.await();
    executor.remove(writing.allocation());
    assertThat(folder.resolve("volume")).doesNotExist();
    assertThat(folder.resolve("stdout.log")).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../secret", "../../secret", "/etc/passwd", "a/../../stdout.log", ".."})
  void noPathLeadsOutOfIt(String path) throws Exception {
    assertThat(run("w", path, "mine now").await()).isNotEqualTo(new Exit.Exited(0));
    var reading = run("r", path);
    assertThat(reading.await()).isEqualTo(REFUSED);
    assertThat(out(reading)).isEmpty();
    assertThat(folder.resolveSibling("secret")).hasContent("not for modules");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/passwd", "../../secret", "note.txt"})
  void noLinkCanBeMade(String target) throws Exception {
    assertThat(run("l", "link", target).await()).isEqualTo(REFUSED);
    assertThat(folder.resolve("volume")).isEmptyDirectory();
  }

  @Test
  void removalFollowsNoLink() throws Exception {
    var writing = run("w", "note.txt", "remember");
    writing.await();
    Files.createSymbolicLink(folder.resolve("volume/out"), folder.getParent());
    executor.remove(writing.allocation());
    assertThat(folder.resolveSibling("secret")).exists();
  }

  private Run run(String... arguments) throws InterruptedException {
    return executor.start(
        new Workload(
            AllocationId.parse("volume_node.a" + count++),
            AllocationType.TASK,
            module("files", arguments),
            new Resources(new Cpu(200), Memory.ofMebibytes(16), Disk.ofMebibytes(1)),
            folder,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty()));
  }

  private static String out(Run run) throws Exception {
    return new String(run.output().read(Stream.STDOUT, 0, 1000), StandardCharsets.UTF_8);
  }
}
