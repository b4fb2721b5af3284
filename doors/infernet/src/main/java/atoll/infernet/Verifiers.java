package atoll.infernet;

import atoll.infernet.config.ChainConfig;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who may judge this node's proofs, and so take what it lays down for them (Infernet §9): anybody,
 * as the original has it, unless the configuration names some.
 */
public final class Verifiers {
  private final Set<String> trusted;

  public Verifiers(ChainConfig chain) {
    trusted =
        chain.wallet().map(ChainConfig.WalletConfig::trustedVerifiers).orElse(List.of()).stream()
            .map(Verifiers::plain)
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Why a verifier may not.
   *
   * @param verifier an address; zero for none, who takes nothing
   */
  public Optional<String> problem(String verifier) {
    var plain = plain(verifier);
    if (trusted.isEmpty() || trusted.contains(plain) || plain.matches("0*"))
      return Optional.empty();
    return Optional.of("Verifier not trusted");
  }

  private static String plain(String address) {
    var lower = address.toLowerCase(Locale.ROOT);
    return lower.startsWith("0x") ? lower.substring(2) : lower;
  }
}
