package atoll.bench.parts;

import atoll.bench.Bench;
import atoll.bench.Effort;
import atoll.bench.Measurement;
import atoll.bench.Samples;
import atoll.bench.Scratch;
import atoll.bench.program.BareJvm;
import atoll.ensemble.Ensemble;
import atoll.ensemble.SourceFiles;
import atoll.kernel.ExecutorKind;
import atoll.kernel.Lifecycle;
import atoll.workload.CapturedOutput.Stream;
import atoll.workload.wasm.WarmChildren;
import atoll.workload.wasm.WasmChildOptions;
import atoll.workload.wasm.WasmExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How long it takes from submitting a deployment, on the whole road, to the first instruction of
 * its WebAssembly module. That writes, and has run once its output is here. Each time the spare
 * child process has become idle before. Says as facts when the executor was asked to start it, and
 * when it said that it had.
 */
public final class WasmStartBench implements Bench {
  private final Path checkout;

  /**
   * @param checkout has the smallest ensemble among its examples
   */
  public WasmStartBench(Path checkout) {
    this.checkout = checkout;
  }

  @Override
  public List<Measurement> measure(Effort effort) throws Exception {
    var hello = hello();
    try (var scratch = new Scratch();
        var parts = new Lifecycle()) {
      var children = parts.add(new WarmChildren(WasmChildOptions.ofThisProgram()));
      var watched = new WatchedExecutor[1];
      var provider =
          parts.add(
              new OneProvider(
                  scratch.root(),
                  ExecutorKind.WASM,
                  (_, alarm, _) ->
                      watched[0] = new WatchedExecutor(new WasmExecutor(children, alarm))));
      provider.warmUp(effort.times(300, 0));
      for (int i = effort.times(5, 0); i > 0; i--) once(provider, watched[0], hello);
      var samples = new double[effort.times(25, 1)];
      var asked = new double[samples.length];
      var started = new double[samples.length];
      var raw = new double[samples.length];
      for (int i = 0; i < samples.length; i++) {
        var times = once(provider, watched[0], hello);
        samples[i] = times.submitToOutput() / 1e6;
        asked[i] = times.submitToAsked() / 1e6;
        started[i] = times.submitToStarted() / 1e6;
        raw[i] = BareJvm.startMillis();
      }
      return List.of(
          Measurement.of("wasm-start", Samples.of(samples))
              .with("executor_asked_ms", Samples.of(asked).median())
              .with("executor_answered_ms", Samples.of(started).median())
              .beside(BareJvm.WHAT, Samples.of(raw)));
    }
  }

  /** Nanoseconds. */
  private record Times(long submitToOutput, long submitToAsked, long submitToStarted) {}

  private static Times once(OneProvider provider, WatchedExecutor executor, Ensemble hello)
      throws InterruptedException {
    IdleChild.await();
    var watch = executor.begin();
    var id = provider.submit(hello);
    var start = executor.awaitStart();
    boolean wrote = start.run().output().awaitBeyond(Stream.STDOUT, 0);
    long written = watch.elapsed();
    if (!wrote) throw new IllegalStateException("the module ended without a word");
    provider.awaitExit(id);
    provider.awaitEnd(id);
    return new Times(written, start.askedAt(), start.startedAt());
  }

  private Ensemble hello() throws IOException {
    var examples = checkout.resolve("examples");
    return OneProvider.ensemble(
        Files.readString(examples.resolve("hello.yaml")), SourceFiles.in(examples));
  }
}
