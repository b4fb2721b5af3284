package atoll.workload.docker;

import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Volume;
import java.util.ArrayList;
import java.util.List;

/**
 * Volumes in the engine's own words. What is only a destination is a volume without a name, which
 * goes with its container.
 *
 * @param misread those that the client library could not read back from the engine
 */
record AskedVolumes(List<Bind> binds, List<Volume> nameless, List<String> misread) {
  static AskedVolumes of(List<String> volumes) {
    var binds = new ArrayList<Bind>();
    var nameless = new ArrayList<Volume>();
    var misread = new ArrayList<String>();
    for (var volume : volumes)
      if (volume.startsWith("/") && !volume.contains(":")) nameless.add(new Volume(volume));
      else
        try {
          binds.add(Bind.parse(volume));
        } catch (IllegalArgumentException _) {
          misread.add(volume);
        }
    return new AskedVolumes(List.copyOf(binds), List.copyOf(nameless), List.copyOf(misread));
  }
}
