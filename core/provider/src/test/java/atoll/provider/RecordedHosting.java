package atoll.provider;

import atoll.actor.Handle;
import atoll.identity.Did;
import atoll.identity.PrivateKey;
import atoll.kernel.AllocationId;
import atoll.kernel.EnsembleId;
import atoll.protocol.CarriedModule;
import atoll.protocol.TaskTermination;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gives out handles and remembers what it was told; nobody is behind them. */
final class RecordedHosting implements Hosting {
  final Map<AllocationId, Handle> open = new LinkedHashMap<>();
  final List<TaskTermination> reports = new ArrayList<>();
  final List<EnsembleId> forgotten = new ArrayList<>();
  final List<Runnable> heard = new ArrayList<>();

  @Override
  public Handle open(AllocationId allocation, Did owner, PrivateKey key) {
    var handle = Handle.of(key.publicKey());
    open.put(allocation, handle);
    return handle;
  }

  @Override
  public void close(AllocationId allocation, Handle actor) {
    open.remove(allocation, actor);
  }

  @Override
  public void forget(EnsembleId ensemble) {
    forgotten.add(ensemble);
  }

  @Override
  public void report(Handle orchestrator, TaskTermination ended, Runnable whenHeard) {
    reports.add(ended);
    heard.add(whenHeard);
  }

  @Override
  public void close() {
    open.clear();
  }

  @Override
  public byte[] fetch(Handle orchestrator, EnsembleId ensemble, CarriedModule module)
      throws IOException {
    throw new IOException("nobody carries modules here");
  }
}
