package atoll.bench;

import atoll.bench.parts.CapabilityBench;
import atoll.bench.parts.CrashBench;
import atoll.bench.parts.DockerOverheadBench;
import atoll.bench.parts.DurablePlacementBench;
import atoll.bench.parts.EnvelopeBench;
import atoll.bench.parts.ExplainBench;
import atoll.bench.parts.GangBench;
import atoll.bench.parts.InfernetBench;
import atoll.bench.parts.JournalBench;
import atoll.bench.parts.PlacementBench;
import atoll.bench.parts.ReopenBench;
import atoll.bench.parts.WasmStartBench;
import atoll.bench.program.ColdClone;
import atoll.bench.program.DevReady;
import atoll.bench.program.InfernetMemory;
import atoll.bench.program.Typed;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** Every bench by the name that {@code ./bench/run} takes. */
public final class Benches {
  /** Something to measure that may need files of the checkout. */
  @FunctionalInterface
  public interface Maker {
    Bench make(Path checkout);
  }

  private static final SequencedMap<String, Maker> ALL = new LinkedHashMap<>();

  static {
    ALL.put("cold-clone", ColdClone::new);
    ALL.put("first-result", Typed::hello);
    ALL.put("dev-ready", DevReady::new);
    ALL.put("cli-start", Typed::version);
    ALL.put("capability", _ -> new CapabilityBench());
    ALL.put("envelope", _ -> new EnvelopeBench());
    ALL.put("placement", _ -> new PlacementBench());
    ALL.put("gang", _ -> new GangBench());
    ALL.put("explain", _ -> new ExplainBench());
    ALL.put("wasm-start", WasmStartBench::new);
    ALL.put("docker-overhead", _ -> new DockerOverheadBench());
    ALL.put("journal", _ -> new JournalBench());
    ALL.put("reopen", _ -> new ReopenBench());
    ALL.put("crash", _ -> new CrashBench());
    ALL.put("placement-durable", _ -> new DurablePlacementBench());
    ALL.put("infernet", _ -> new InfernetBench());
    ALL.put("infernet-memory", InfernetMemory::new);
  }

  private Benches() {}

  public static SequencedMap<String, Maker> all() {
    return new LinkedHashMap<>(ALL);
  }
}
