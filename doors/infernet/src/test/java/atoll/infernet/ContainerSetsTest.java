package atoll.infernet;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.jobs.ServiceName;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Container ids (Infernet §4.2, with its vectors). */
class ContainerSetsTest {
  @ParameterizedTest
  @CsvSource({
    "hello-world,0x5768661526084c7b4d30f7224ed6c74ade98db3c6c395c55400a17f34a547e22",
    "A+B,0xed76aa63268e9d816365e0b3c94f7ea57c80b3b404d41ca7a65a492ff9d0526e",
    "echo,0xe6bc11afcedb3f26d7fb181f4c6dd2e98781d79f965a4777058412b58f788ec8",
    "container,0x9a368385fc92ce7a7910485800075b12c58839080e1366938f122ce36ca00a3d"
  })
  void anIdIsTheHashOfTheNamesInOrder(String names, String id) {
    assertThat(ContainerSets.id(services(names.split("\\+")))).isEqualTo(id);
  }

  @Test
  void everyOrderOfEveryChoiceIsFound() {
    var sets = new ContainerSets(services("a", "b", "c"));
    for (var chain : List.of("a", "c,a", "b,a,c"))
      assertThat(sets.find(ContainerSets.id(services(chain.split(",")))))
          .contains(services(chain.split(",")));
    assertThat(sets.find(ContainerSets.id(services("a", "a")))).isEmpty();
    assertThat(sets.find(ContainerSets.id(services("d")))).isEmpty();
  }

  @Test
  void twelveContainersHaveNoTableOfPermutations() {
    var names = IntStream.range(0, 12).mapToObj(i -> "container-" + i).toArray(String[]::new);
    var sets = new ContainerSets(services(names));
    var three = services(names[11], names[0], names[5]);
    assertThat(sets.find(ContainerSets.id(three))).contains(three);
    var five = services(names[3], names[0], names[5], names[9], names[11]);
    assertThat(sets.find(ContainerSets.id(five))).contains(five);
    var twelve = services(names);
    assertThat(sets.find(ContainerSets.id(twelve))).as("beyond what is looked up").isEmpty();
  }

  @Test
  void whatIsNoIdStandsForNothing() {
    var sets = new ContainerSets(services("a"));
    for (var text :
        List.of("", "0xab", "0x" + "g".repeat(64), ContainerSets.id(services("a")) + "0"))
      assertThat(sets.find(text)).as(text).isEmpty();
    assertThat(new ContainerSets(List.of()).find(ContainerSets.id(services("a")))).isEmpty();
  }

  private static List<ServiceName> services(String... names) {
    return Stream.of(names).map(ServiceName::new).toList();
  }
}
