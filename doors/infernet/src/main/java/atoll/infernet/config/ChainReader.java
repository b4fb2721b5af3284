package atoll.infernet.config;

import java.util.Map;
import java.util.Optional;

/** Reads what the configuration says of a chain (Infernet §1.4). */
final class ChainReader {
  private ChainReader() {}

  static ChainConfig read(Lax chain, Map<String, String> environment) {
    boolean enabled = chain.truth("enabled", false);
    var rpcUrl = chain.optionalText("rpc_url").filter(url -> !url.isEmpty());
    var registry = chain.optionalText("registry_address").filter(address -> !address.isEmpty());
    var wallet = chain.optionalObject("wallet").map(one -> wallet(one, environment));
    if (enabled) {
      if (rpcUrl.isEmpty())
        chain.refuse("rpc_url", "rpc_url must be defined when chain is enabled");
      if (registry.isEmpty())
        chain.refuse("registry_address", "registry_address must be defined when chain is enabled");
      if (wallet.isEmpty()) chain.refuse("wallet", "wallet must be defined when chain is enabled");
      else if (wallet.get().privateKey().isEmpty())
        chain.refuse("wallet.private_key", "private_key must be defined when chain is enabled");
    }
    var urls = chain.texts("rpc_urls");
    if (enabled) {
      if (!rpcUrl.map(ConfigReader::isHttp).orElse(true))
        chain.refuse("rpc_url", "Incorrect RPC URL format");
      if (!urls.stream().allMatch(ConfigReader::isHttp))
        chain.refuse("rpc_urls", "Incorrect RPC URL format");
    }
    var sync = chain.object("snapshot_sync");
    return new ChainConfig(
        enabled,
        rpcUrl,
        urls,
        (int) chain.whole("trail_head_blocks", 1, 0, Integer.MAX_VALUE),
        registry,
        wallet,
        new ChainConfig.SnapshotSync(
            sync.seconds("sleep", 1.0),
            (int) sync.whole("batch_size", 500, 1, Integer.MAX_VALUE),
            sync.whole("starting_sub_id", 0, 0, 0xffff_ffffL),
            sync.seconds("sync_period", 0.5)));
  }

  private static ChainConfig.WalletConfig wallet(Lax wallet, Map<String, String> environment) {
    return new ChainConfig.WalletConfig(
        wallet.whole("max_gas_limit", 5_000_000, 0, Long.MAX_VALUE),
        wallet.whole("max_fee_gwei", 10_000, 1, 1_000_000_000),
        new WalletKey(wallet, environment).find(),
        wallet.optionalText("payment_address").filter(address -> !address.isEmpty()),
        wallet.texts("allowed_sim_errors"),
        wallet.texts("trusted_verifiers"),
        relay(wallet),
        wallet.truth("require_profit", false));
  }

  private static Optional<String> relay(Lax wallet) {
    var url = wallet.optionalText("relay_url").filter(one -> !one.isEmpty());
    if (!url.map(ConfigReader::isHttp).orElse(true))
      wallet.refuse("relay_url", "is not an http or https URL");
    return url;
  }
}
