package atoll.infernet;

import atoll.infernet.config.ChainConfig;
import atoll.infernet.config.ContainerConfig;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * Whether a subscription pays what containers ask for (Infernet §4.9).
 *
 * @param canBePaid whether the node has a wallet for payments
 * @param nothingFree whether what pays nothing is not served
 */
public record Prices(boolean canBePaid, boolean nothingFree) {
  public static Prices of(ChainConfig chain) {
    return new Prices(
        chain.wallet().flatMap(ChainConfig.WalletConfig::paymentAddress).isPresent(),
        chain.wallet().filter(ChainConfig.WalletConfig::requireProfit).isPresent());
  }

  /**
   * What is wrong with a payment, in the original's words.
   *
   * @param chain the containers that would work
   * @param token an address; zero for ether, also where nothing is paid
   */
  public Optional<String> problem(List<ContainerConfig> chain, String token, BigInteger amount) {
    if (amount.signum() > 0 && !canBePaid)
      return Optional.of("No payment address provided for the node");
    if (amount.signum() == 0 && nothingFree)
      return Optional.of("a payment of nothing does not cover gas");
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
