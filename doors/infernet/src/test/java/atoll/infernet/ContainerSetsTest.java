package atoll.infernet;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.jobs.ServiceName;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
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
  void everyOrderOfEveryChoiceIsKnown() {
    var sets = new ContainerSets(services("a", "b", "c"));
    for (var chain : List.of("a", "c,a", "b,a,c"))
      assertThat(sets.find(ContainerSets.id(services(chain.split(",")))))
          .contains(Optional.of(services(chain.split(","))));
    assertThat(sets.find(ContainerSets.id(services("a", "a")))).contains(Optional.empty());
    assertThat(sets.find(ContainerSets.id(services("d")))).contains(Optional.empty());
  }

  @Test
  void twelveContainersHaveNoTableOfPermutations() {
    var names = names(12);
    var sets = new ContainerSets(services(names));
    var three = services(names[11], names[0], names[5]);
    assertThat(sets.find(ContainerSets.id(three))).contains(Optional.of(three));
    var four = services(names[3], names[0], names[5], names[9]);
    assertThat(sets.find(ContainerSets.id(four))).isEmpty();
    assertThat(sets.search(ContainerSets.id(four))).contains(four);
    assertThat(sets.find(ContainerSets.id(four))).as("remembered").contains(Optional.of(four));
  }

  @Test
  void whatIsNobodysIdIsSearchedForOnceAndDrivesOutNoOther() {
    var names = names(8);
    var sets = new ContainerSets(services(names));
    var five = services(names[7], names[0], names[5], names[2], names[3]);
    assertThat(sets.search(ContainerSets.id(five))).contains(five);
    var strange = ContainerSets.id(services("nobody"));
    assertThat(sets.searchUnlessBusy(strange)).isEmpty();
    assertThat(sets.find(strange)).as("remembered").contains(Optional.empty());
    assertThat(sets.find(ContainerSets.id(five))).contains(Optional.of(five));
  }

  @Test
  void ofStrangersOneAtATimeHasSomethingSearchedFor() throws Exception {
    var sets = new ContainerSets(services(names(12)));
    var busy = new AtomicInteger();
    try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      for (int i = 0; i < 8; i++) {
        var id = ContainerSets.id(services("stranger-" + i));
        threads.execute(() -> {
          try {
            assertThat(sets.searchUnlessBusy(id)).isEmpty();
          } catch (AtollException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED);
            busy.incrementAndGet();
          }
        });
      }
    }
    assertThat(busy).hasValueBetween(1, 7);
    assertThat(sets.searchUnlessBusy(ContainerSets.id(services("stranger-0")))).isEmpty();
  }

  @Test
  void whatIsNoIdStandsForNothing() {
    var sets = new ContainerSets(services(names(12)));
    for (var text :
        List.of("", "0xab", "0x" + "g".repeat(64), ContainerSets.id(services("a")) + "0"))
      assertThat(sets.find(text)).as(text).contains(Optional.empty());
    assertThat(new ContainerSets(List.of()).search(ContainerSets.id(services("a")))).isEmpty();
  }

  private static String[] names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "container-" + i).toArray(String[]::new);
  }

  private static List<ServiceName> services(String... names) {
    return Stream.of(names).map(ServiceName::new).toList();
  }
}
