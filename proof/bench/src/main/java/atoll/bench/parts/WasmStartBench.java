package atoll.bench.parts;

import atoll.bench.Bench;
import atoll.bench.Effort;
import atoll.bench.Measurement;
import atoll.bench.Samples;
import atoll.bench.Scratch;
import atoll.bench.program.BareJvm;
import atoll.kernel.AllocationId;
import atoll.kernel.AllocationName;
import atoll.kernel.AllocationType;
import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.EnsembleId;
import atoll.kernel.Lifecycle;
import atoll.kernel.Memory;
import atoll.kernel.NodeName;
import atoll.kernel.Resources;
import atoll.workload.Alarm;
import atoll.workload.CapturedOutput.Stream;
import atoll.workload.Exit;
import atoll.workload.Program;
import atoll.workload.Workload;
import atoll.workload.WorkloadExecutor;
import atoll.workload.wasm.WarmChildren;
import atoll.workload.wasm.WasmChildOptions;
import atoll.workload.wasm.WasmExecutor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;

/**
 * How long the WebAssembly executor takes from a workload to its first instruction. That writes, and
 * has run once its output is here. Each time the spare child has become idle before.
 */
public final class WasmStartBench implements Bench {
  private static final Resources LIMITS =
      new Resources(new Cpu(100), Memory.ofMebibytes(32), Disk.ofMebibytes(8));

  private final Random random = new Random(2);
  private final byte[] module;

  /**
   * @param module writes as the first thing it does, and ends with code 0
   */
  public WasmStartBench(byte[] module) {
    this.module = module.clone();
  }

  @Override
  public List<Measurement> measure(Effort effort) throws Exception {
    try (var scratch = new Scratch();
        var parts = new Lifecycle()) {
      var timer = parts.add(Executors.newSingleThreadScheduledExecutor());
      var children = parts.add(new WarmChildren(WasmChildOptions.ofThisProgram()));
      var executor = parts.add(new WasmExecutor(children, Alarm.on(timer)));
      for (int i = effort.times(5, 0); i > 0; i--) millis(executor, scratch.folder("warm-" + i));
      var samples = new double[effort.times(25, 1)];
      var raw = new double[samples.length];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = millis(executor, scratch.folder("run-" + i));
        raw[i] = BareJvm.startMillis();
      }
      return List.of(
          Measurement.of("wasm-start", Samples.of(samples))
              .with("module_bytes", module.length)
              .beside(BareJvm.WHAT, Samples.of(raw)));
    }
  }

  private double millis(WorkloadExecutor executor, Path folder) throws Exception {
    var workload = workload(folder);
    IdleChild.await();
    long begun = System.nanoTime();
    var run = executor.start(workload);
    boolean wrote = run.output().awaitBeyond(Stream.STDOUT, 0);
    long took = System.nanoTime() - begun;
    var exit = run.await();
    if (!wrote || !exit.equals(new Exit.Exited(0)))
      throw new IllegalStateException("the module did not run as it should: " + exit);
    executor.remove(workload.allocation());
    return took / 1e6;
  }

  private Workload workload(Path folder) {
    var allocation =
        new AllocationId(
            EnsembleId.random(random), new NodeName("n1"), new AllocationName("hello"));
    return new Workload(
        allocation,
        AllocationType.TASK,
        new Program.WasmModule(module, List.of("bench"), Map.of()),
        LIMITS,
        folder,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty());
  }
}
