package atoll.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.simulation.planted.Bug;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The laws notice what is wrong: some of the bugs that {@code ./simulate --planted} plants. */
class PlantedTest {
  @TempDir Path scratch;

  static Stream<Bug> some() {
    var names =
        List.of("executor-starts-twice", "network-loses-shutdowns", "dispatcher-drops-tasks");
    return Bug.all().stream().filter(bug -> names.contains(bug.name()));
  }

  @ParameterizedTest
  @MethodSource("some")
  void aPlantedBugIsNoticed(Bug bug) {
    assertThat(new Planting(1, scratch).find(bug).run()).as(bug.about()).isPresent();
  }

  @Test
  void everyBugHasANameOfItsOwn() {
    var names = Bug.all().stream().map(Bug::name).toList();
    assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(20);
  }
}
