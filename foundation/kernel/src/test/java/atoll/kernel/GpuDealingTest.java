package atoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

@DisplayName("GPUs are dealt to all wishes together")
class GpuDealingTest {
  @Test
  void whoTakesAnyVendorMakesWayForWhoNamesOne() {
    var devices = List.of(gpu("a", GpuVendor.NVIDIA, 8), gpu("b", GpuVendor.AMD, 16));
    var wishes = List.of(wish(8), wish(GpuVendor.NVIDIA, 6));
    assertThat(GpuDealing.deal(wishes, devices).orElseThrow())
        .extracting(Gpu::uuid)
        .containsExactly("b", "a");
  }

  @Test
  void oneDeviceMayServeSeveralUpToItsMemory() {
    var device = List.of(gpu("a", GpuVendor.INTEL, 10));
    assertThat(GpuDealing.deal(List.of(wish(6), wish(4)), device)).isPresent();
    assertThat(GpuDealing.deal(List.of(wish(6), wish(5)), device)).isEmpty();
  }

  @Test
  void manyWishesThatDoNotFitAreRefusedSoon() {
    var devices = IntStream.range(0, 8).mapToObj(i -> gpu("g" + i, GpuVendor.AMD, 70 + i)).toList();
    var wishes = IntStream.range(0, 60).mapToObj(i -> wish(11 + i % 3)).toList();
    assertThat(GpuDealing.deal(wishes, devices)).isEmpty();
  }

  @RepeatedTest(200)
  void aWayIsFoundIfThereIsOneAndNoDeviceGivesMoreThanItHas(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    var devices = new ArrayList<Gpu>();
    for (int i = 1 + random.nextInt(3); i > 0; i--)
      devices.add(gpu("g" + i, vendor(random), 1 + random.nextInt(9)));
    var wishes = new ArrayList<GpuDemand>();
    for (int i = 1 + random.nextInt(4); i > 0; i--)
      wishes.add(
          random.nextBoolean() ? wish(random.nextInt(6)) : wish(vendor(random), random.nextInt(6)));
    var dealt = GpuDealing.deal(wishes, devices);
    assertThat(dealt.isPresent()).isEqualTo(anyWay(wishes, 0, new ArrayList<>(devices)));
    dealt.ifPresent(parts -> {
      assertThat(parts).hasSameSizeAs(wishes);
      var room = new Resources(Cpu.ZERO, Memory.ZERO, Disk.ZERO, devices);
      for (var part : parts)
        room = room.minus(new Resources(Cpu.ZERO, Memory.ZERO, Disk.ZERO, List.of(part)));
    });
  }

  private static boolean anyWay(List<GpuDemand> wishes, int at, List<Gpu> left) {
    if (at == wishes.size()) return true;
    for (int i = 0; i < left.size(); i++) {
      var before = left.get(i);
      if (!wishes.get(at).isMetBy(before)) continue;
      left.set(i, before.withVram(before.vram().minus(wishes.get(at).vram())));
      if (anyWay(wishes, at + 1, left)) return true;
      left.set(i, before);
    }
    return false;
  }

  private static GpuVendor vendor(Random random) {
    return GpuVendor.values()[random.nextInt(GpuVendor.values().length)];
  }

  private static Gpu gpu(String uuid, GpuVendor vendor, long gibibytes) {
    return new Gpu(uuid, 0, vendor, "model", Memory.ofGibibytes(gibibytes));
  }

  private static GpuDemand wish(long gibibytes) {
    return new GpuDemand(Optional.empty(), Optional.empty(), Memory.ofGibibytes(gibibytes));
  }

  private static GpuDemand wish(GpuVendor vendor, long gibibytes) {
    return new GpuDemand(Optional.of(vendor), Optional.empty(), Memory.ofGibibytes(gibibytes));
  }
}
