package atoll.workload.docker;

import atoll.kernel.Gpu;
import com.github.dockerjava.api.model.Device;
import com.github.dockerjava.api.model.DeviceRequest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * What a container is told so that it sees the chosen GPUs and no other (DMS §9.2): NVIDIA's
 * through a device request by UUID, AMD's as its compute device and the chosen cards, Intel's as
 * the chosen render node. GPUs of several vendors add up.
 *
 * @param groups the container's user joins them, to be let at the devices
 * @param missing GPUs that this machine has no device for
 */
record GpuOptions(
    List<DeviceRequest> requests, List<Device> devices, List<String> groups, List<Gpu> missing) {
  private static final String AMD_COMPUTE = "/dev/kfd";

  static GpuOptions of(List<Gpu> gpus, List<RenderNode> nodes) {
    var nvidia = new ArrayList<String>();
    var paths = new LinkedHashSet<String>();
    var groups = new LinkedHashSet<String>();
    var missing = new ArrayList<Gpu>();
    for (var gpu : gpus) {
      switch (gpu.vendor()) {
        case NVIDIA -> nvidia.add(gpu.uuid());
        case AMD -> {
          var node = node(gpu, nodes, missing);
          node.ifPresent(_ -> paths.add(AMD_COMPUTE));
          node.flatMap(RenderNode::card).ifPresent(paths::add);
          node.map(RenderNode::render).ifPresent(paths::add);
          node.ifPresent(_ -> groups.add("video"));
        }
        case INTEL -> node(gpu, nodes, missing).map(RenderNode::render).ifPresent(paths::add);
      }
    }
    return new GpuOptions(
        nvidia.isEmpty() ? List.of() : List.of(request(nvidia)),
        paths.stream().map(path -> new Device("rwm", path, path)).toList(),
        List.copyOf(groups),
        List.copyOf(missing));
  }

  /** All that the engine can give; it refuses if it can give none. */
  static DeviceRequest every() {
    return new DeviceRequest().withCount(-1).withCapabilities(List.of(List.of("gpu")));
  }

  private static Optional<RenderNode> node(Gpu gpu, List<RenderNode> nodes, List<Gpu> missing) {
    var node = RenderNode.find(nodes, gpu);
    if (node.isEmpty()) missing.add(gpu);
    return node;
  }

  private static DeviceRequest request(List<String> uuids) {
    return new DeviceRequest()
        .withDriver("nvidia")
        .withDeviceIds(uuids)
        .withCapabilities(List.of(List.of("gpu")));
  }
}
