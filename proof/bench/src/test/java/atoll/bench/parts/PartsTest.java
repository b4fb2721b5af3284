package atoll.bench.parts;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.bench.Benches;
import atoll.bench.CheckoutRoot;
import atoll.bench.Effort;
import atoll.bench.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the benches in process measure does what it should; how fast is no matter of tests. */
class PartsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "capability",
        "envelope",
        "placement",
        "gang",
        "explain",
        "wasm-start",
        "docker-overhead",
        "journal",
        "reopen",
        "crash",
        "placement-durable",
        "infernet"
      })
  void measuresEachOfItsFigures(String name) throws Exception {
    var measured = Benches.all().get(name).make(CheckoutRoot.find()).measure(Effort.BRIEF);
    var targets = Target.all().stream().filter(target -> target.bench().equals(name)).toList();
    assertThat(measured).extracting(m -> m.target()).isEqualTo(targets);
    if (!name.equals("docker-overhead")) // which may be below nothing
    assertThat(measured).allSatisfy(m -> assertThat(m.samples().min()).isPositive());
  }
}
