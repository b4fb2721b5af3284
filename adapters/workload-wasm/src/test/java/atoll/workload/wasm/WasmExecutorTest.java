package atoll.workload.wasm;

import static atoll.workload.wasm.Modules.module;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kernel.AllocationType;
import atoll.kernel.Memory;
import atoll.workload.Alarm;
import atoll.workload.CapturedOutput.Stream;
import atoll.workload.Exit;
import atoll.workload.Program;
import atoll.workload.ProgramExecutorContract;
import atoll.workload.Readiness;
import atoll.workload.Workload;
import atoll.workload.WorkloadExecutor;
import atoll.workload.WorkloadExecutorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WasmExecutorTest extends ProgramExecutorContract {
  private static WarmChildren children;
  private static ScheduledExecutorService timer;

  private final WasmExecutor executor = new WasmExecutor(children, Alarm.on(timer));

  @BeforeAll
  static void launch() {
    children = new WarmChildren(WasmChildOptions.ofThisProgram());
    timer = Executors.newSingleThreadScheduledExecutor();
  }

  @AfterAll
  static void end() {
    children.close();
    timer.shutdownNow();
  }

  @AfterEach
  void close() {
    executor.close();
  }

  @Override
  protected WorkloadExecutor executor() {
    return executor;
  }

  @Override
  protected Program brief() {
    return writing("", "", 0);
  }

  @Override
  protected Program lasting() {
    return writingThenLasting("");
  }

  @Override
  protected Program writing(String toStdout, String toStderr, int code) {
    return module("say", toStdout, toStderr, Integer.toString(code));
  }

  @Override
  protected Program writingThenLasting(String text) {
    return module("wait", text);
  }

  @Override
  protected Program echoing(List<String> arguments, Map<String, String> environment) {
    return module("echo", arguments, environment);
  }

  @Override
  protected Program busyLoop() {
    return module("busy");
  }

  @Override
  protected Program devouringMemory() {
    return module("devour");
  }

  @Override
  protected Optional<List<String>> commandThatWrites(String text) {
    return Optional.empty();
  }

  @Test
  void aModuleSeesItsNameItsArgumentsAndItsEnvironmentAndNothingElse() throws Exception {
    var run = executor.start(task("a", echoing(List.of("one", "zwölf"), Map.of("K", "v"))));
    run.await();
    assertThat(all(run, Stream.STDOUT)).isEqualTo("module\none\nzwölf\nK=v\n");
  }

  @Test
  void limitsThatDoNotHoldAreSaid() {
    assertThat(executor.readiness())
        .isInstanceOfSatisfying(
            Readiness.Ready.class,
            ready -> assertThat(ready.unenforced()).anyMatch(s -> s.contains("fractions")));
  }

  @Test
  void aTrapIsToldOnStderrAndEndsWith134() throws Exception {
    for (var program : List.of("trap", "recurse")) {
      var run = executor.start(task(program, module(program)));
      assertThat(run.await()).isEqualTo(new Exit.Exited(134));
      assertThat(all(run, Stream.STDERR)).startsWith("atoll: the module trapped: ").endsWith("\n");
    }
  }

  @Test
  void aModuleThatBearsBeingRefusedMemoryGoesOn() throws Exception {
    var run = executor.start(task("a", module("modest")));
    assertThat(run.await()).isEqualTo(new Exit.Exited(7));
  }

  @Test
  void aModuleThatNeedsMoreThanTheWarmChildHasGetsAChildOfItsOwn() throws Exception {
    var run =
        executor.start(
            workload(
                "a",
                AllocationType.TASK,
                module("large"),
                Memory.ofMebibytes(160),
                Optional.empty()));
    assertThat(run.await()).isEqualTo(new Exit.Exited(0));
  }

  @ParameterizedTest
  @CsvSource({
    "library, exports no _start function",
    "foreign, imports env.system",
    "large, needs at least 131072 KiB of memory"
  })
  void whatCannotRunIsRefusedInWordsAndLeavesNothing(String program, String why) {
    refused(task("a", module(program)), why);
  }

  /** Whatever the bytes: a module runs, or is refused in words, and no child dies of it. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void mutatedModulesAreRefusedInWordsOrRun(long seed) throws Exception {
    var random = new Random(seed);
    var bytes = Modules.bytes("files");
    for (int flips = 1 + random.nextInt(3); flips > 0; flips--)
      bytes[8 + random.nextInt(bytes.length - 8)] = (byte) random.nextInt();
    var program = new Program.WasmModule(bytes, List.of("r", "absent"), Map.of());
    try {
      var run = executor.start(limited("a", AllocationType.TASK, program, Duration.ofSeconds(5)));
      assertThat(run.await()).isNotInstanceOf(Exit.Lost.class);
    } catch (WorkloadExecutorException e) {
      assertThat(e).hasMessageContaining("refusing a module (");
    }
  }

  @Test
  void tablesThatFillTheHeapAtTheStartAreRefused() {
    refused(task("a", Tables.program(8, 10_000_000, new WasmBytes())), "OutOfMemoryError");
  }

  @Test
  void tablesThatFillTheHeapLaterEndTheModule() throws Exception {
    var growing = new WasmBytes();
    for (int table = 0; table < 8; table++) growing.add(Tables.grow(table, 9_999_999));
    var run = executor.start(task("a", Tables.program(8, 1, growing)));
    assertThat(run.await()).isEqualTo(new Exit.Killed(Exit.Cause.OUT_OF_MEMORY));
  }

  @Test
  void bytesThatAreNoModuleAreRefused() {
    refused(task("a", new Program.WasmModule(new byte[0], List.of(), Map.of())), "");
    refused(
        task("a", new Program.WasmModule("#!/bin/sh".getBytes(), List.of(), Map.of())), "magic");
    var cut = Arrays.copyOf(Modules.bytes("say"), 200);
    refused(task("a", new Program.WasmModule(cut, List.of(), Map.of())), "");
    var tooLong = new byte[ModuleRequest.MAX_MODULE_BYTES + 1];
    refused(task("a", new Program.WasmModule(tooLong, List.of(), Map.of())), "at most");
  }

  @Test
  void whatWasiHasNotIsRefused() {
    var plain = task("a", brief());
    refused(
        new Workload(
            plain.allocation(),
            plain.type(),
            plain.program(),
            plain.limits(),
            plain.directory(),
            List.of(),
            List.of(),
            List.of(),
            List.of(new Workload.PortBinding("127.0.0.1", 8080, 80)),
            plain.deadline(),
            Optional.empty()),
        "ports");
  }

  private void refused(Workload workload, String why) {
    assertThatThrownBy(() -> executor.start(workload))
        .isInstanceOf(WorkloadExecutorException.class)
        .hasMessageContaining(why);
    assertThat(executor.find(workload.allocation())).isEmpty();
    assertThat(workload.directory()).isEmptyDirectory();
  }

  @Test
  void outputWithoutEndIsCutAndTheModuleGoesOn() throws Exception {
    var run = executor.start(service("a", module("chatter")));
    assertThat(run.output().awaitBeyond(Stream.STDOUT, 1 << 20)).isTrue();
    assertThat(new String(run.output().read(Stream.STDOUT, 16, 16))).isEqualTo("0123456789abcde\n");
    run.stop(Duration.ZERO);
    assertThat(run.exit()).contains(new Exit.Killed(Exit.Cause.STOPPED));
  }

  @Test
  void anOutputThatCannotBeWrittenEndsTheRun() throws Exception {
    var workload = service("a", module("chatter"));
    var full =
        Files.createSymbolicLink(workload.directory().resolve("stdout.log"), Path.of("/dev/full"));
    var run = executor.start(workload);
    assertThat(run.await())
        .isInstanceOfSatisfying(
            Exit.Lost.class, lost -> assertThat(lost.why()).contains("No space left"));
    Files.delete(full);
  }

  @Test
  void aChildThatIsKilledFromOutsideIsLost() throws Exception {
    var run = (WasmRun) executor.start(service("a", lasting()));
    ProcessHandle.of(run.pid()).orElseThrow().destroyForcibly();
    assertThat(run.await())
        .isInstanceOfSatisfying(
            Exit.Lost.class, lost -> assertThat(lost.why()).contains("status 137"));
  }

  @Test
  void closingEndsWhatRuns() throws Exception {
    var run = executor.start(service("a", busyLoop()));
    executor.close();
    assertThat(run.await()).isEqualTo(new Exit.Killed(Exit.Cause.STOPPED));
  }

  @Test
  void anExecutorWhoseChildrenDoNotStartIsNotReadyAndSaysWhy() {
    var broken =
        new WasmChildOptions(
            WasmChildOptions.ofThisProgram().javaExecutable(), "/nowhere", Optional.empty());
    try (var none = new WarmChildren(broken);
        var lame = new WasmExecutor(none, Alarm.on(timer))) {
      assertThat(lame.readiness())
          .isInstanceOfSatisfying(
              Readiness.NotReady.class, not -> assertThat(not.cause()).contains("WasmChild"));
      refusedBy(lame, task("a", brief()));
    }
  }

  private static void refusedBy(WasmExecutor executor, Workload workload) {
    assertThatThrownBy(() -> executor.start(workload))
        .isInstanceOf(WorkloadExecutorException.class);
    assertThat(workload.directory()).isEmptyDirectory();
  }
}
