package atoll.workload.docker;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kernel.Gpu;
import atoll.kernel.GpuVendor;
import atoll.kernel.Memory;
import com.github.dockerjava.api.model.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A container sees the GPUs it was given, and no other (DMS §9.2, W20). */
class GpuOptionsTest {
  private static final RenderNode AMD_0 =
      new RenderNode(
          GpuVendor.AMD,
          "0000:03:00.0",
          Optional.of("5c88001a2b3c4d5e"),
          Optional.of("/dev/dri/card0"),
          "/dev/dri/renderD128");
  private static final RenderNode AMD_1 =
      new RenderNode(
          GpuVendor.AMD, "0000:83:00.0", Optional.empty(), Optional.empty(), "/dev/dri/renderD130");
  private static final RenderNode INTEL =
      new RenderNode(
          GpuVendor.INTEL,
          "0000:4d:00.0",
          Optional.empty(),
          Optional.of("/dev/dri/card1"),
          "/dev/dri/renderD129");
  private static final List<RenderNode> NODES = List.of(AMD_0, INTEL, AMD_1);

  @TempDir Path sys;

  @Test
  void noGpuMeansNoOption() {
    assertThat(GpuOptions.of(List.of(), NODES))
        .isEqualTo(new GpuOptions(List.of(), List.of(), List.of(), List.of()));
  }

  @Test
  @DisplayName("A42: NVIDIA devices are asked for by UUID")
  void nvidiaIsAskedForByUuid() {
    var options =
        GpuOptions.of(
            List.of(gpu("GPU-aa", 3, GpuVendor.NVIDIA), gpu("GPU-bb", 0, GpuVendor.NVIDIA)), NODES);
    assertThat(options.requests())
        .singleElement()
        .satisfies(request -> {
          assertThat(request.getDeviceIds()).containsExactly("GPU-aa", "GPU-bb");
          assertThat(request.getCapabilities()).containsExactly(List.of("gpu"));
          assertThat(request.getCount()).isNull();
        });
    assertThat(options.devices()).isEmpty();
  }

  @Test
  void amdGetsItsComputeDeviceAndOnlyTheChosenCard() {
    var byId = GpuOptions.of(List.of(gpu("0x5C88001A2B3C4D5E", 1, GpuVendor.AMD)), NODES);
    assertThat(byId.devices())
        .containsExactly(
            device("/dev/kfd"), device("/dev/dri/card0"), device("/dev/dri/renderD128"));
    assertThat(byId.groups()).containsExactly("video");
    var byIndex = GpuOptions.of(List.of(gpu("amd-uuid", 1, GpuVendor.AMD)), NODES);
    assertThat(byIndex.devices())
        .containsExactly(device("/dev/kfd"), device("/dev/dri/renderD130"));
  }

  @Test
  void intelGetsOnlyTheChosenRenderNode() {
    var options = GpuOptions.of(List.of(gpu("pci-0000:4D:00.0", 9, GpuVendor.INTEL)), NODES);
    assertThat(options.devices()).containsExactly(device("/dev/dri/renderD129"));
    assertThat(options.groups()).isEmpty();
    assertThat(options.requests()).isEmpty();
  }

  @Test
  void severalVendorsAddUp() {
    var options =
        GpuOptions.of(
            List.of(
                gpu("GPU-aa", 0, GpuVendor.NVIDIA),
                gpu("x", 0, GpuVendor.AMD),
                gpu("y", 1, GpuVendor.AMD),
                gpu("z", 0, GpuVendor.INTEL)),
            NODES);
    assertThat(options.requests()).hasSize(1);
    assertThat(options.devices()).hasSize(5).doesNotHaveDuplicates();
    assertThat(options.missing()).isEmpty();
  }

  @Test
  void aGpuWithoutADeviceIsNamed() {
    var gone = gpu("x", 2, GpuVendor.AMD);
    assertThat(GpuOptions.of(List.of(gone), NODES).missing()).containsExactly(gone);
  }

  @Test
  void devicesAreReadFromSysfsInTheOrderOfTheirAddresses() throws IOException {
    node("renderD129", "card0", "0000:83:00.0", "0x1002", "");
    node("renderD128", "card1", "0000:03:00.0", "0x1002", "5c88001a2b3c4d5e");
    node("renderD130", "card2", "0000:00:02.0", "0x8086", "");
    node("renderD131", "card3", "0000:01:00.0", "0x10de", "");
    assertThat(RenderNode.of(sys))
        .extracting(RenderNode::pciAddress)
        .containsExactly("0000:00:02.0", "0000:03:00.0", "0000:83:00.0");
    assertThat(RenderNode.of(sys).get(1))
        .isEqualTo(
            new RenderNode(
                GpuVendor.AMD,
                "0000:03:00.0",
                Optional.of("5c88001a2b3c4d5e"),
                Optional.of("/dev/dri/card1"),
                "/dev/dri/renderD128"));
  }

  @Test
  void aMachineWithoutGraphicsHasNone() {
    assertThat(RenderNode.of(sys.resolve("nothing"))).isEmpty();
  }

  private void node(String render, String card, String pci, String vendor, String id)
      throws IOException {
    var device = Files.createDirectories(sys.resolve("devices/pci/" + pci));
    Files.createDirectories(device.resolve("drm/" + card));
    Files.writeString(device.resolve("vendor"), vendor + "\n");
    if (!id.isEmpty()) Files.writeString(device.resolve("unique_id"), id + "\n");
    var node = Files.createDirectories(sys.resolve("class/drm/" + render));
    Files.createSymbolicLink(node.resolve("device"), device);
  }

  private static Gpu gpu(String uuid, int index, GpuVendor vendor) {
    return new Gpu(uuid, index, vendor, "model", Memory.ofMebibytes(1024));
  }

  private static Device device(String path) {
    return new Device("rwm", path, path);
  }
}
