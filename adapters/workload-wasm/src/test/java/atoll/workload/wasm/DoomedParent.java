package atoll.workload.wasm;

import atoll.workload.Alarm;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * A process that starts a module which never ends, tells the child's id, and waits to be killed.
 */
final class DoomedParent {
  private DoomedParent() {}

  public static void main(String[] arguments) throws Exception {
    var executor =
        new WasmExecutor(
            new WarmChildren(WasmChildOptions.ofThisProgram()),
            Alarm.on(Executors.newSingleThreadScheduledExecutor()));
    var run =
        (WasmRun)
            executor.start(
                ChildProcessTest.workload(Path.of(arguments[0]), "doomed", Modules.module("busy")));
    System.out.println(run.pid());
    new CountDownLatch(1).await();
  }
}
