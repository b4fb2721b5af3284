package atoll.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.kernel.AllocationName;
import atoll.kernel.ResourceDemand;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantitiesTest {
  @ParameterizedTest
  @CsvSource({
    "64 MiB, 67108864",
    "64MiB, 67108864",
    "64 mib, 67108864",
    "64Mi, 67108864",
    "1GB, 1000000000",
    "1 GiB, 1073741824",
    "1.5 GiB, 1610612736",
    "512 KiB, 524288",
    "70000 B, 70000",
    "4, 4294967296",
    "0.2, 214748365",
    ".5, 536870912",
    "2 TiB, 2199023255552",
  })
  void sizesAreWholeBytesRoundedUp(String written, long bytes) {
    assertThat(demand("1", written).memory().bytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({"1, 1000", "0.2, 200", "0.001, 1", "2.5, 2500", "1.50, 1500", "64, 64000"})
  void coresAreExactMillicores(String written, long millicores) {
    assertThat(demand(written, "1").cpu().millicores()).isEqualTo(millicores);
  }

  @ParameterizedTest
  @CsvSource({"2, 2000000000", "2.4 GHz, 2400000000", "800 MHz, 800000000", "5Hz, 5"})
  void bareClocksAreGigahertz(String written, long hertz) {
    assertThat(demand("1, clock_speed: " + written, "1").clockHertz()).isEqualTo(hertz);
  }

  @ParameterizedTest
  @CsvSource({
    "10000, 10000",
    "10 Mbit/s, 10000",
    "10Mbps, 10000",
    "1 Gbit/s, 1000000",
    "64 kbit/s, 64",
    "2000 bit/s, 2",
  })
  void bandwidthIsInKilobitsPerSecond(String written, long kbps) {
    var text = Given.EXAMPLE_C.replace("BW: 10000", "BW: " + written);

    assertThat(Given.parsed(text).edges().getFirst().bandwidthKbps())
        .isEqualTo(OptionalLong.of(kbps));
  }

  @ParameterizedTest
  @CsvSource({"50, 50", "50ms, 50", "50 ms, 50", "1s, 1000"})
  void roundTripsAreInMilliseconds(String written, long millis) {
    var text = Given.EXAMPLE_C.replace("RTT: 50", "RTT: " + written);

    assertThat(Given.parsed(text).edges().getFirst().rttMillis())
        .isEqualTo(OptionalLong.of(millis));
  }

  @ParameterizedTest
  @CsvSource({
    "30s, 30000",
    "1m30s, 90000",
    "1.5h, 5400000",
    "100ms, 100",
    "1h2m3s4ms, 3723004",
  })
  void durationsAreThoseOfGo(String written, long millis) {
    assertThat(GoDuration.parse(written)).contains(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({"30", "s", "1x", "-1s", "1 s", "99999999999h", "''"})
  void whatIsNoDurationIsNone(String written) {
    assertThat(GoDuration.parse(written)).isEmpty();
  }

  @Test
  void durationsAreReadBackTheSame() {
    var random = new Random(5);
    for (int i = 0; i < 1000; i++) {
      var span = Duration.ofNanos(random.nextLong(1L << random.nextInt(1, 60)));
      assertThat(GoDuration.parse(GoDuration.format(span))).contains(span);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "nginx, true",
    "nginx:alpine, true",
    "library/nginx, true",
    "localhost:5000/a/b:c, true",
    "ghcr.io/org/name__x.y-z:V1.2_3, true",
    "nginx@sha256:0123456789abcdef0123456789abcdef, true",
    "Nginx, false",
    "HOST.example/a, true",
    "nginx:, false",
    "'nginx:a b', false",
    "/nginx, false",
    "a//b, false",
    "a..b, false",
    "-a, false",
    "a@sha256:12, false",
    "https://host/a, false",
  })
  void imageNamesFollowTheReferenceGrammar(String name, boolean valid) {
    assertThat(ImageReference.isValid(name)).isEqualTo(valid);
  }

  private static ResourceDemand demand(String cores, String memory) {
    var text = Given.EXAMPLE_B.replace("cores: 0.5", "cores: " + cores).replace("512 MiB", memory);
    return Given.parsed(text).allocation(new AllocationName("hello")).resources();
  }
}
