package atoll.infernet.config;

import java.util.List;
import java.util.Optional;

/**
 * The chain that subscriptions come from (Infernet §1.4).
 *
 * @param rpcUrl there if it is enabled, as are {@code registryAddress} and {@code wallet}
 * @param rpcUrls further ones to turn to; ours, the original has one
 */
public record ChainConfig(
    boolean enabled,
    Optional<String> rpcUrl,
    List<String> rpcUrls,
    int trailHeadBlocks,
    Optional<String> registryAddress,
    Optional<WalletConfig> wallet,
    SnapshotSync snapshotSync) {
  public ChainConfig {
    rpcUrls = List.copyOf(rpcUrls);
  }

  /** An address of a provider of RPC may have the account's key in it. */
  @Override
  public String toString() {
    return "ChainConfig[enabled %s, rpcUrl ***, registryAddress %s, wallet %s]"
        .formatted(enabled, registryAddress.orElse("none"), wallet);
  }

  /**
   * The node's keys on the chain.
   *
   * @param maxFeeGwei the most that a unit of gas may cost; ours
   * @param privateKey hexadecimal, with or without {@code 0x}; never printed
   * @param paymentAddress the zero address is nobody's, and as good as none
   * @param trustedVerifiers addresses; empty for all. Ours
   * @param requireProfit whether payments in ether must cover what their delivery costs. Ours
   * @param relayUrl alone is given transactions, and may have a secret in it. Ours
   */
  public record WalletConfig(
      long maxGasLimit,
      long maxFeeGwei,
      Optional<String> privateKey,
      Optional<String> paymentAddress,
      List<String> allowedSimErrors,
      List<String> trustedVerifiers,
      Optional<String> relayUrl,
      boolean requireProfit) {
    public WalletConfig {
      paymentAddress = paymentAddress.filter(address -> !address.matches("(0x)?0{40}"));
      trustedVerifiers = List.copyOf(trustedVerifiers);
      allowedSimErrors = List.copyOf(allowedSimErrors);
    }

    @Override
    public String toString() {
      return "WalletConfig[maxGasLimit %d, privateKey ***, paymentAddress %s, allowedSimErrors %s]"
          .formatted(maxGasLimit, paymentAddress.orElse("none"), allowedSimErrors);
    }
  }

  /** Times are in seconds. */
  public record SnapshotSync(
      double sleepSeconds, int batchSize, long startingSubId, double syncPeriodSeconds) {}
}
