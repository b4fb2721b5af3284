package atoll.infernet.chain;

import atoll.chain.Addresses;
import atoll.chain.EthereumKey;
import atoll.chain.FeePolicy;
import atoll.infernet.config.ChainConfig;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import com.esaulpaugh.headlong.abi.Address;
import java.math.BigInteger;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a configuration says of its chain, as what it means.
 *
 * @param own the node's payment wallet, if it has one
 * @param services that are asked, the first first
 * @param relay is told what is sent, in the place of the services
 */
public record ChainSettings(
    EthereumKey key,
    Address registry,
    Optional<Address> own,
    FeePolicy fees,
    List<URI> services,
    Optional<URI> relay) {
  private static final BigInteger GWEI = BigInteger.TEN.pow(9);

  /**
   * @throws AtollException with {@code CONFIG_REFUSED} and the name of each key that means nothing
   */
  public static ChainSettings of(ChainConfig chain) {
    var wallet = chain.wallet().orElseThrow();
    var problems = new ArrayList<String>();
    var key =
        typed(
            "chain.wallet.private_key",
            wallet.privateKey().orElseThrow(),
            EthereumKey::parse,
            problems);
    var registry =
        typed(
            "chain.registry_address",
            chain.registryAddress().orElseThrow(),
            ChainSettings::address,
            problems);
    var own =
        wallet
            .paymentAddress()
            .flatMap(text ->
                typed("chain.wallet.payment_address", text, ChainSettings::address, problems));
    for (var verifier : wallet.trustedVerifiers()) {
      var _ = typed("chain.wallet.trusted_verifiers", verifier, ChainSettings::address, problems);
    }
    var fees =
        typed(
            "chain.wallet.max_gas_limit",
            Long.toString(wallet.maxGasLimit()),
            gas ->
                FeePolicy.USUAL
                    .withMaxGas(Long.parseLong(gas))
                    .withMaxFee(BigInteger.valueOf(wallet.maxFeeGwei()).multiply(GWEI)),
            problems);
    if (!problems.isEmpty())
      throw new AtollException(ErrorCode.CONFIG_REFUSED, String.join("; ", problems));
    return new ChainSettings(
        key.orElseThrow(),
        registry.orElseThrow(),
        own,
        fees.orElseThrow(),
        services(chain),
        wallet.relayUrl().map(URI::create));
  }

  /**
   * Tells before anything is started what is wrong.
   *
   * @throws AtollException as {@link #of}, if the chain is enabled
   */
  public static void check(ChainConfig chain) {
    if (chain.enabled()) of(chain);
  }

  private static List<URI> services(ChainConfig chain) {
    var urls = new ArrayList<URI>();
    chain.rpcUrl().map(URI::create).ifPresent(urls::add);
    for (var url : chain.rpcUrls()) urls.add(URI.create(url));
    return urls.stream().distinct().toList();
  }

  private static Address address(String text) {
    try {
      return Addresses.parse(text.startsWith("0x") ? text : "0x" + text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "is no address: 0x and 40 hex digits, in one case or with their checksum", e);
    }
  }

  private static <T> Optional<T> typed(
      String key, String text, Function<String, T> read, List<String> problems) {
    try {
      return Optional.of(read.apply(text));
    } catch (IllegalArgumentException e) {
      problems.add(key + ": " + e.getMessage());
      return Optional.empty();
    }
  }
}
