package atoll.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests are let in (Infernet §2.9). */
class AdmissionTest {
  private static final InetAddress HERE = InetAddress.ofLiteral("10.1.2.3");

  private final Admission admission =
      new Admission(
          List.of(
              offer("open", true, false),
              offer("inner", false, true),
              offer("near", true, false, "10.0.0.0/8"),
              offer("far", true, false, "192.168.0.0/16", "::/0")));

  @Test
  void theFirstRuleThatIsBrokenIsTold() {
    assertThat(refusal(false)).isEqualTo(new Refusal.NoServices());
    assertThat(refusal(true, "inner", "none"))
        .isEqualTo(new Refusal.UnknownService(new ServiceName("none")));
    assertThat(refusal(true, "inner", "far"))
        .isEqualTo(new Refusal.NotExternal(new ServiceName("inner")));
    assertThat(refusal(true, "open", "far")).isEqualTo(new Refusal.NoProof(new ServiceName("far")));
    assertThat(refusal(false, "near", "far"))
        .isEqualTo(new Refusal.ClientNotAllowed(new ServiceName("far")));
    assertThat(admission.refusal(services("near", "inner"), true, HERE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3/8,10.255.0.1,true",
    "10.1.2.3/8,11.0.0.1,false",
    "172.16.0.0/12,172.31.255.255,true",
    "172.16.0.0/12,172.32.0.0,false",
    "192.0.2.7,192.0.2.7,true",
    "192.0.2.7,192.0.2.6,false",
    "0.0.0.0/0,1.2.3.4,true",
    "::/0,1.2.3.4,false",
    "fe80::/10,febf::1,true",
    "fe80::/10,fec0::1,false",
  })
  void aBlockHasItsAddresses(String block, String address, boolean contains) {
    assertThat(Network.parse(block).contains(InetAddress.ofLiteral(address))).isEqualTo(contains);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "::/129"})
  void whatIsNoBlockIsRefused(String text) {
    assertThatThrownBy(() -> Network.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  private Refusal refusal(boolean proof, String... names) {
    return admission.refusal(services(names), proof, HERE).orElseThrow();
  }

  private static List<ServiceName> services(String... names) {
    return Stream.of(names).map(ServiceName::new).toList();
  }

  private static ServiceOffer offer(
      String name, boolean external, boolean proofs, String... clients) {
    return new ServiceOffer(
        new ServiceName(name),
        external,
        proofs,
        Stream.of(clients).map(Network::parse).toList(),
        OptionalInt.empty());
  }
}
