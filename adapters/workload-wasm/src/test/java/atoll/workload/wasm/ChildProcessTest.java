package atoll.workload.wasm;

import static atoll.workload.wasm.Modules.module;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kernel.AllocationId;
import atoll.kernel.AllocationType;
import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.Memory;
import atoll.kernel.Resources;
import atoll.workload.Alarm;
import atoll.workload.CapturedOutput.Stream;
import atoll.workload.Exit;
import atoll.workload.Program;
import atoll.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One module, one process: what a child has of its parent, of other tenants, and after its end. */
@Timeout(120)
class ChildProcessTest {
  @TempDir Path folders;

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final WarmChildren children = new WarmChildren(WasmChildOptions.ofThisProgram());
  private final WasmExecutor executor = new WasmExecutor(children, Alarm.on(timer));

  @AfterEach
  void close() {
    executor.close();
    children.close();
    timer.shutdownNow();
  }

  @Test
  void twoTenantsNeverShareAProcess() throws Exception {
    var pids = new HashSet<Long>();
    for (int i = 0; i < 3; i++) pids.add(start("a" + i, module("wait", "")).pid());
    assertThat(pids).hasSize(3);
    for (int i = 0; i < 3; i++) {
      var task = start("b" + i, module("say", "", "", "0"));
      task.await();
      assertThat(pids.add(task.pid()))
          .as("a process that ran a module never runs another")
          .isTrue();
    }
  }

  @Test
  void stoppingOneTenantLeavesTheOther() throws Exception {
    var noisy = start("noisy", module("busy"));
    var quiet = start("quiet", module("wait", "here\n"));
    noisy.stop(Duration.ZERO);
    assertThat(ProcessHandle.of(quiet.pid())).get().matches(ProcessHandle::isAlive);
    assertThat(quiet.exit()).isEmpty();
  }

  @Test
  void aChildHasNoVariableAndNoOpenFileOfItsParent() throws Exception {
    var secret = Files.writeString(folders.resolve("secret"), "x");
    try (var open = Files.newInputStream(secret)) {
      var run = start("a", module("wait", ""));
      assertThat(open.read()).isEqualTo('x');
      assertThat(Files.readString(Path.of("/proc/" + run.pid() + "/environ")))
          .isEqualTo("LC_ALL=C.UTF-8\0");
      assertThat(openFiles(run.pid())).noneMatch(file -> file.startsWith(folders.toString()));
      assertThat(openFiles(run.pid()).stream().filter(file -> file.startsWith("socket:")))
          .isEmpty();
    }
  }

  @Test
  void manyStartsLeaveNoProcessAndNoOpenFile() throws Exception {
    start("first", module("say", "", "", "0")).await();
    long filesBefore = openFiles(ProcessHandle.current().pid()).size();
    var pids = new HashSet<Long>();
    for (int i = 0; i < 12; i++) {
      var run = start("a" + i, i % 2 == 0 ? module("say", "x", "y", "0") : module("busy"));
      pids.add(run.pid());
      if (i % 2 != 0) run.stop(Duration.ZERO);
      run.await();
      executor.remove(run.allocation());
    }
    for (long pid : pids) assertThat(ProcessHandle.of(pid)).isEmpty();
    assertThat(openFiles(ProcessHandle.current().pid()).size())
        .as("but for a spare child that comes or goes")
        .isLessThanOrEqualTo((int) filesBefore + 6);
  }

  @Test
  void aParentThatDiesTakesItsChildrenWithIt() throws Exception {
    var parent =
        new ProcessBuilder(
                WasmChildOptions.ofThisProgram().javaExecutable().toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DoomedParent.class.getName(),
                folders.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var out = parent.inputReader()) {
      var module = ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();
      var family = parent.descendants().toList();
      assertThat(family).contains(module);
      parent.destroyForcibly();
      for (var member : family) member.onExit().get(30, TimeUnit.SECONDS);
      assertThat(module.isAlive()).isFalse();
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void aSignalForTheTerminalsForegroundDoesNotEndAModule() throws Exception {
    var run = start("a", module("chatter"));
    ProcessHandle.of(run.pid()).orElseThrow().destroy();
    long there = run.output().read(Stream.STDOUT, 0, 1 << 20).length;
    assertThat(run.output().awaitBeyond(Stream.STDOUT, there + 100_000)).isTrue();
    assertThat(run.exit()).isEmpty();
  }

  @Test
  void aSpareChildThatDiedIsReplaced() throws Exception {
    children.ready(Memory.ofMebibytes(1), 0).kill();
    children.refill();
    ProcessHandle.current()
        .children()
        .forEach(child -> {
          child.destroyForcibly();
          var _ = child.onExit().join();
        });
    assertThat(start("a", module("say", "", "", "0")).await()).isEqualTo(new Exit.Exited(0));
  }

  @Test
  void aStartThatIsInterruptedLeavesNoProcessAndNoFile() throws Exception {
    children.ready(Memory.ofMebibytes(1), 0).kill(); // so that the start has to launch its own
    var before = ProcessHandle.current().children().toList();
    var workload = workload(folders, "a", module("busy"));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var starting = threads.submit(() -> executor.start(workload));
      while (launchedSince(before).isEmpty()) Thread.onSpinWait();
      var launched = launchedSince(before);
      threads.shutdownNow();
      assertThatThrownBy(starting::get).hasCauseInstanceOf(InterruptedException.class);
      launched.getFirst().onExit().get(30, TimeUnit.SECONDS);
    }
    assertThat(executor.find(workload.allocation())).isEmpty();
    assertThat(workload.directory()).isEmptyDirectory();
  }

  private static List<ProcessHandle> launchedSince(List<ProcessHandle> before) {
    return ProcessHandle.current().children().filter(child -> !before.contains(child)).toList();
  }

  @Test
  void afterClosingNoChildIsLeftAndNoneIsStarted() {
    children.close();
    children.refill();
    assertThatThrownBy(() -> children.ready(Memory.ofMebibytes(1), 0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("closed");
  }

  private WasmRun start(String name, Program program) throws Exception {
    return (WasmRun) executor.start(workload(folders, name, program));
  }

  static Workload workload(Path folders, String name, Program program) throws IOException {
    return new Workload(
        AllocationId.parse("child_node." + name),
        AllocationType.TASK,
        program,
        new Resources(new Cpu(200), Memory.ofMebibytes(16), Disk.ofMebibytes(1)),
        Files.createDirectories(folders.resolve(name)),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private static List<String> openFiles(long pid) throws IOException {
    try (var descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return descriptors
          .map(descriptor -> {
            try {
              return Files.readSymbolicLink(descriptor).toString();
            } catch (IOException e) {
              return "closed meanwhile";
            }
          })
          .collect(Collectors.toList());
    }
  }
}
