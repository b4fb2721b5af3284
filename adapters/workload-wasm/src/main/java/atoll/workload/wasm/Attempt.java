package atoll.workload.wasm;

import atoll.workload.CapturedOutput.Stream;
import atoll.workload.OutputFiles;
import atoll.workload.Workload;
import atoll.workload.WorkloadExecutorException;
import java.io.IOException;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/** What one start has made so far, so that a start that fails leaves nothing. */
final class Attempt {
  private final Workload workload;
  private final Volume volume;
  private boolean volumeIsNew;
  private @Nullable OutputFiles output;
  private @Nullable Child child;
  private boolean succeeded;

  Attempt(Workload workload, ModuleRequest request) {
    this.workload = workload;
    this.volume = new Volume(request.volume());
  }

  Child child(Child taken) throws IOException {
    child = taken;
    volumeIsNew = volume.make();
    return taken;
  }

  OutputFiles output() throws IOException {
    var opened = OutputFiles.open(workload.directory(), OutputFiles.DEFAULT_LIMIT_BYTES);
    output = opened;
    return opened;
  }

  Volume volume() {
    return volume;
  }

  void succeeded() {
    succeeded = true;
  }

  /** Kills the child and deletes what is empty and new; an earlier run's files stay. */
  void undoUnlessSucceeded() {
    if (succeeded) return;
    if (child != null) {
      child.kill();
      var _ = child.end().join();
    }
    try {
      if (output != null) {
        output.close();
        for (var stream : Stream.values())
          if (output.length(stream) == 0) Files.deleteIfExists(output.file(stream));
      }
      if (volumeIsNew) volume.delete();
    } catch (IOException e) {
      throw new WorkloadExecutorException(
          "cleaning up after a failed start", workload.allocation(), e);
    }
  }
}
