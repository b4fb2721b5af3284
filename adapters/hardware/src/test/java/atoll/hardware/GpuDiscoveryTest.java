package atoll.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.hardware.Commands.Answer;
import atoll.kernel.Gpu;
import atoll.kernel.GpuVendor;
import atoll.kernel.Memory;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** GPUs as their vendors' tools tell of them (DMS §8.6). */
class GpuDiscoveryTest {
  private final ScriptedCommands commands = new ScriptedCommands();

  @Test
  void aMachineWithoutToolsHasNoGpuAndNothingToSay() {
    assertThat(findings()).isEqualTo(GpuFindings.NOTHING);
  }

  @Test
  @DisplayName("A42: NVIDIA devices with UUID and video memory")
  void nvidia() {
    commands.says(
        "nvidia-smi",
        """
        0, GPU-3a2c1f0e-58d1-4a6b-9f5e-0d8f6c1b2a34, 81559, 4, NVIDIA H100 80GB HBM3
        1, GPU-77b0c9d2-0a1b-4c3d-8e5f-6a7b8c9d0e1f, 24564, 1203, NVIDIA GeForce RTX 4090
        """);
    assertThat(findings().gpus())
        .containsExactly(
            new Gpu(
                "GPU-3a2c1f0e-58d1-4a6b-9f5e-0d8f6c1b2a34",
                0,
                GpuVendor.NVIDIA,
                "NVIDIA H100 80GB HBM3",
                Memory.ofMebibytes(81559)),
            new Gpu(
                "GPU-77b0c9d2-0a1b-4c3d-8e5f-6a7b8c9d0e1f",
                1,
                GpuVendor.NVIDIA,
                "NVIDIA GeForce RTX 4090",
                Memory.ofMebibytes(24564)));
    assertThat(findings().vramUsed())
        .containsEntry("GPU-77b0c9d2-0a1b-4c3d-8e5f-6a7b8c9d0e1f", Memory.ofMebibytes(1203));
  }

  @Test
  void aDeviceWhoseMemoryIsNotToldIsNotOfferedAndSaid() {
    commands.says("nvidia-smi", "0, GPU-aa, [N/A], [N/A], NVIDIA GB10\n");
    assertThat(findings().gpus()).isEmpty();
    assertThat(findings().notes())
        .singleElement()
        .asString()
        .contains("NVIDIA GB10", "video memory");
  }

  @Test
  void aMachineWithADriverAndNoDeviceHasNoGpu() {
    commands.says("nvidia-smi", "No devices were found\n");
    assertThat(findings()).isEqualTo(GpuFindings.NOTHING);
  }

  @Test
  void aToolThatFailsIsANoteInItsOwnWords() {
    commands.answer(
        "nvidia-smi",
        new Answer.Said(
            9,
            "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.\nMore\n",
            ""));
    assertThat(findings().notes())
        .containsExactly(
            "nvidia-smi failed with code 9: NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.");
  }

  @Test
  void aToolThatHangsOrTalksNonsenseIsANote() {
    commands.answer("nvidia-smi", new Answer.TooSlow(Duration.ofSeconds(5)));
    commands.says("amd-smi", "Traceback (most recent call last):\n");
    commands.answer("xpu-smi", new Answer.Broken("Exec format error"));
    assertThat(findings().gpus()).isEmpty();
    assertThat(findings().notes())
        .hasSize(3)
        .anyMatch(n -> n.contains("nvidia-smi did not answer within 5 s"))
        .anyMatch(n -> n.contains("amd-smi said something unexpected"))
        .anyMatch(n -> n.contains("Exec format error"));
  }

  @Test
  void amdByTheNewerTool() {
    commands.says(
        "amd-smi static",
        """
        [{"gpu": 0, "asic": {"market_name": "", "asic_serial": ""}},
         {"gpu": 1,
          "asic": {"market_name": "AMD Instinct MI300X", "vendor_id": "0x1002", "asic_serial": "0x5C88001A2B3C4D5E"},
          "bus": {"bdf": "0000:05:00.0", "max_pcie_width": 16},
          "vram": {"type": "HBM", "vendor": "SAMSUNG", "size": {"value": 196592, "unit": "MB"}}}]
        """);
    commands.says(
        "amd-smi metric",
        "[{\"gpu\": 1, \"mem_usage\": {\"used_vram\": {\"value\": 283, \"unit\": \"MB\"}}}]");
    assertThat(findings())
        .isEqualTo(
            new GpuFindings(
                java.util.List.of(
                    new Gpu(
                        "0x5c88001a2b3c4d5e",
                        1,
                        GpuVendor.AMD,
                        "AMD Instinct MI300X",
                        Memory.ofMebibytes(196592))),
                Map.of("0x5c88001a2b3c4d5e", Memory.ofMebibytes(283)),
                java.util.List.of()));
  }

  @Test
  void amdInTheWrappedListOfLaterVersions() {
    commands.says(
        "amd-smi static",
        """
        {"gpu_data": [{"gpu": 0, "asic": {"market_name": "AMD Radeon PRO W7900", "asic_serial": "N/A"},
          "bus": {"bdf": "0000:83:00.0"}, "vram": {"size": {"value": 48, "unit": "GB"}}}]}
        """);
    assertThat(findings().gpus())
        .containsExactly(
            new Gpu(
                "pci-0000:83:00.0",
                0,
                GpuVendor.AMD,
                "AMD Radeon PRO W7900",
                Memory.ofMebibytes(48 << 10)));
  }

  @Test
  void amdByTheOlderTool() {
    commands.answer("amd-smi", new Answer.Said(1, "", "AMD-SMI is not supported on this driver"));
    commands.says(
        "rocm-smi",
        """
        {"card0": {"Unique ID": "0x9D5E2A0000000001", "VRAM Total Memory (B)": "68702699520", "VRAM Total Used Memory (B)": "10997760",
                   "PCI Bus": "0000:C1:00.0", "Card Series": "AMD Instinct MI210", "Card Model": "0x740f"},
         "card1": {"Unique ID": "N/A", "VRAM Total Memory (B)": "17163091968", "PCI Bus": "0000:03:00.0", "Card series": "Radeon RX 6800"},
         "system": {"Driver version": "6.3.6"}}
        """);
    assertThat(findings().gpus())
        .containsExactly(
            new Gpu(
                "0x9d5e2a0000000001",
                0,
                GpuVendor.AMD,
                "AMD Instinct MI210",
                new Memory(68702699520L)),
            new Gpu(
                "pci-0000:03:00.0", 1, GpuVendor.AMD, "Radeon RX 6800", new Memory(17163091968L)));
    assertThat(findings().vramUsed()).isEqualTo(Map.of("0x9d5e2a0000000001", new Memory(10997760)));
    assertThat(findings().notes()).isEmpty();
  }

  @Test
  void intel() {
    commands.says(
        "xpu-smi discovery -j",
        """
        {"device_list": [
          {"device_function_type": "physical", "device_id": 0, "device_name": "Intel(R) Data Center GPU Flex 170", "device_type": "GPU",
           "drm_device": "/dev/dri/card0", "pci_bdf_address": "0000:4D:00.0", "uuid": "00000000-0000-004d-0000-000056c08086"},
          {"device_function_type": "virtual", "device_id": 1, "device_name": "Flex VF", "pci_bdf_address": "0000:4d:00.1"}]}
        """);
    commands.says(
        "xpu-smi discovery -d 0 -j",
        "{\"device_id\": 0, \"memory_physical_size_byte\": \"14260633600\"}");
    assertThat(findings().gpus())
        .containsExactly(
            new Gpu(
                "pci-0000:4d:00.0",
                0,
                GpuVendor.INTEL,
                "Intel(R) Data Center GPU Flex 170",
                new Memory(14260633600L)));
  }

  @Test
  void vendorsAddUp() {
    commands.says("nvidia-smi", "0, GPU-aa, 1024, 0, Old One\n");
    commands.says(
        "rocm-smi",
        "{\"card0\": {\"Unique ID\": \"0x1\", \"VRAM Total Memory (B)\": \"1024\", \"Card series\": \"Other\"}}");
    assertThat(findings().gpus())
        .extracting(Gpu::vendor)
        .containsExactly(GpuVendor.NVIDIA, GpuVendor.AMD);
  }

  @Test
  void aNameThatComesTwiceIsOfferedOnce() {
    commands.says("nvidia-smi", "0, GPU-aa, 1024, 0, One\n1, GPU-aa, 1024, 0, Two\n");
    assertThat(findings().gpus()).extracting(Gpu::model).containsExactly("One");
    assertThat(findings().notes()).singleElement().asString().contains("GPU-aa");
  }

  private GpuFindings findings() {
    return GpuDiscovery.begin(commands).findings();
  }
}
