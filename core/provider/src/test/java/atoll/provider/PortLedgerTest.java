package atoll.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kernel.AllocationId;
import atoll.kernel.LeaseId;
import atoll.provider.PortLedger.Mapping;
import atoll.provider.PortLedger.Reservation;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortLedgerTest {
  private static final LeaseId LEASE = new LeaseId("1");

  private final Set<Integer> listening = new HashSet<>();
  private final PortLedger ports = new PortLedger(20000, 20003, port -> !listening.contains(port));

  @Test
  void dynamicPortsAreTheLowestFreeOfTheRange() {
    assertThat(ports.reserve(id("a"), LEASE, List.of(new Mapping(0, 80), new Mapping(0, 81))))
        .isEqualTo(
            new Reservation.Reserved(List.of(new Mapping(20000, 80), new Mapping(20001, 81))));
  }

  @Test
  void aPortThatAnotherProgramListensOnIsNotFree() {
    listening.add(20000);
    assertThat(ports.reserve(id("a"), LEASE, List.of(new Mapping(0, 80))))
        .isEqualTo(new Reservation.Reserved(List.of(new Mapping(20001, 80))));
    assertThat(ports.reserve(id("b"), LEASE, List.of(new Mapping(20000, 80))))
        .isEqualTo(new Reservation.Taken(20000));
  }

  @Test
  void providersOfOneMachineNeverGiveOutTheSamePort() {
    var other = ports.beside();
    assertThat(ports.reserve(id("a"), LEASE, List.of(new Mapping(0, 80))))
        .isEqualTo(new Reservation.Reserved(List.of(new Mapping(20000, 80))));
    assertThat(other.reserve(id("b"), LEASE, List.of(new Mapping(20000, 80))))
        .isEqualTo(new Reservation.Taken(20000));
    assertThat(other.reserve(id("a"), LEASE, List.of(new Mapping(0, 80))))
        .as("an allocation of the same name, which another provider tries to host")
        .isEqualTo(new Reservation.Reserved(List.of(new Mapping(20001, 80))));
    ports.release(id("a"), LEASE);
    assertThat(other.of(id("a"))).containsExactly(new Mapping(20001, 80));
    assertThat(other.takenOf(List.of(20000, 20001))).containsExactly(20001);
  }

  @Test
  void allOfTheWishesAreReservedOrNone() {
    ports.reserve(id("a"), LEASE, List.of(new Mapping(16480, 80)));
    assertThat(ports.reserve(id("b"), LEASE, List.of(new Mapping(0, 1), new Mapping(16480, 2))))
        .isEqualTo(new Reservation.Taken(16480));
    assertThat(ports.reservedDynamic()).isEmpty();
  }

  @Test
  void aFullRangeSaysSo() {
    ports.reserve(id("a"), LEASE, List.of(new Mapping(0, 1), new Mapping(0, 2), new Mapping(0, 3)));
    assertThat(ports.reserve(id("b"), LEASE, List.of(new Mapping(0, 1))))
        .isInstanceOf(Reservation.RangeFull.class);
    ports.release(id("a"), LEASE);
    assertThat(ports.reserve(id("b"), LEASE, List.of(new Mapping(0, 1))))
        .isInstanceOf(Reservation.Reserved.class);
  }

  @Test
  void reservingAgainReturnsWhatIsReserved() {
    var first = ports.reserve(id("a"), LEASE, List.of(new Mapping(0, 80)));
    assertThat(ports.reserve(id("a"), LEASE, List.of(new Mapping(0, 80)))).isEqualTo(first);
  }

  @Test
  void whoeverIsLateGivesNothingBackOfWhatCameAfterIt() {
    var next = new LeaseId("2");
    ports.reserve(id("a"), LEASE, List.of(new Mapping(0, 80)));
    ports.release(id("a"), LEASE);
    ports.reserve(id("a"), next, List.of(new Mapping(0, 80)));
    ports.release(id("a"), LEASE);
    assertThat(ports.of(id("a"))).containsExactly(new Mapping(20000, 80));
    assertThat(ports.reservedDynamic()).containsExactly(20000);
  }

  @Test
  void whatIsReservedUnderTheNextLeaseTakesThePlaceOfWhatWasThere() {
    ports.reserve(id("a"), LEASE, List.of(new Mapping(0, 80), new Mapping(0, 81)));
    ports.reserve(id("a"), new LeaseId("2"), List.of(new Mapping(0, 80)));
    assertThat(ports.reservedDynamic()).containsExactly(20000);
  }

  @Test
  void aRangeOutsideTheUsersPortsIsRefused() {
    assertThatThrownBy(() -> new PortLedger(80, 90, _ -> true))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PortLedger(20000, 65537, _ -> true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static AllocationId id(String name) {
    return AllocationId.parse("e1_n1." + name);
  }
}
