package atoll.infernet.chain;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.jobs.ServiceName;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Deliveries through containers of which two have a limit, ten at once (Infernet §9.12). */
class DeliveryRoomTest {
  private final DeliveryRoom room =
      new DeliveryRoom(10, Set.of(new ServiceName("few"), new ServiceName("one")));

  @Test
  void oneWithoutALimitMayHaveAllOfIt() {
    assertThat(taken("any")).isEqualTo(10);
    assertThat(room.take(services("few"))).isFalse();
  }

  @Test
  void oneWithALimitLeavesAsMuchAsItHas() {
    assertThat(taken("few")).isEqualTo(5);
    assertThat(taken("any")).isEqualTo(5);
    assertThat(room.take(services("few"))).isFalse();
  }

  @Test
  void aFullOneKeepsNeitherAnotherNorWhatGoesThroughNoneOut() {
    assertThat(taken("few")).isEqualTo(5);
    assertThat(taken("one")).isEqualTo(3);
    assertThat(room.take(services("any", "few"))).isFalse();
    assertThat(taken("any")).isEqualTo(2);
  }

  @Test
  void theFirstOfAContainerNeedsNoMoreThanAPlace() {
    for (int i = 0; i < 9; i++) assertThat(room.take(services("any"))).isTrue();
    assertThat(taken("few")).isEqualTo(1);
  }

  @Test
  void whatEndsGivesAllOfItBack() {
    for (int round = 0; round < 3; round++) {
      assertThat(taken("any", "few")).isEqualTo(5);
      for (int i = 0; i < 5; i++) room.giveBack(services("any", "few"));
    }
  }

  private int taken(String... names) {
    int taken = 0;
    while (room.take(services(names))) taken++;
    return taken;
  }

  private static List<ServiceName> services(String... names) {
    return Stream.of(names).map(ServiceName::new).toList();
  }
}
