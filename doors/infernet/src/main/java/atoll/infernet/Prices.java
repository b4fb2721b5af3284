package atoll.infernet;

import atoll.infernet.config.ContainerConfig;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** Whether a subscription pays what containers ask for (Infernet §4.9). */
public final class Prices {
  private Prices() {}

  /**
   * What is wrong with a payment, in the original's words.
   *
   * @param chain the containers that would work
   * @param token an address; zero for ether, also where nothing is paid
   * @param canBePaid whether the node has a wallet for payments
   */
  public static Optional<String> problem(
      List<ContainerConfig> chain, String token, BigInteger amount, boolean canBePaid) {
    if (amount.signum() > 0 && !canBePaid)
      return Optional.of("No payment address provided for the node");
    var least = BigInteger.ZERO;
    for (var container : chain) {
      if (!accepts(container, token))
        return Optional.of(
            "Token " + token + " not accepted for container " + container.id() + ".");
      for (var price : container.acceptedPayments().entrySet())
        if (price.getKey().equalsIgnoreCase(token)) least = least.add(price.getValue());
    }
    return amount.compareTo(least) < 0
        ? Optional.of("Token " + token + " below minimum payment requirements")
        : Optional.empty();
  }

  private static boolean accepts(ContainerConfig container, String token) {
    return container.acceptedPayments().isEmpty()
        || container.acceptedPayments().keySet().stream().anyMatch(token::equalsIgnoreCase);
  }
}
