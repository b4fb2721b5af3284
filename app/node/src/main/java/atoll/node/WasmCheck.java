package atoll.node;

import atoll.cli.doctor.Check;
import atoll.workload.Alarm;
import atoll.workload.Readiness;
import atoll.workload.wasm.WarmChildren;
import atoll.workload.wasm.WasmChildOptions;
import atoll.workload.wasm.WasmExecutor;
import java.util.concurrent.Executors;

/** Whether a child process for WebAssembly modules becomes ready: it has run a module then. */
final class WasmCheck implements Check {
  @Override
  public String name() {
    return "wasm";
  }

  @Override
  public Finding look() {
    try (var timer = Executors.newSingleThreadScheduledExecutor();
        var children = new WarmChildren(WasmChildOptions.ofThisProgram());
        var executor = new WasmExecutor(children, Alarm.on(timer))) {
      return switch (executor.readiness()) {
        case Readiness.Ready ready ->
            Finding.ok("a child process runs WebAssembly modules (" + ready.version() + ")");
        case Readiness.NotReady(var why) ->
            Finding.fail(why, "See whether processes or memory are limited: ulimit -u, ulimit -v");
      };
    }
  }
}
