package atoll.node;

import atoll.chain.Addresses;
import atoll.chain.BlockTag;
import atoll.chain.CallUnsupported;
import atoll.chain.ChainRefusal;
import atoll.chain.Eth;
import atoll.chain.JsonRpc;
import atoll.chain.RpcException;
import atoll.chain.RpcLimits;
import atoll.chain.infernet.InfernetContracts;
import atoll.chain.infernet.WalletContract;
import atoll.cli.CliEnvironment;
import atoll.cli.doctor.Check;
import atoll.infernet.chain.ChainSettings;
import atoll.infernet.config.ChainConfig;
import atoll.kernel.AtollException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What stands between an Infernet node and its chain: service, contracts, money, clock. */
final class ChainChecks {
  private static final int ETHER_DIGITS = 18;
  private static final Duration FAR = Duration.ofSeconds(60);
  private static final Duration REST = Duration.ofSeconds(10); // longer than asking takes

  private final ChainConfig config;
  private final CliEnvironment environment;
  private final List<URI> services;

  private ChainChecks(ChainConfig config, CliEnvironment environment) {
    this.config = config;
    this.environment = environment;
    services =
        Stream.concat(config.rpcUrl().stream(), config.rpcUrls().stream())
            .map(URI::create)
            .distinct()
            .toList();
  }

  static List<Check> of(ChainConfig config, CliEnvironment environment) {
    var chain = new ChainChecks(config, environment);
    var service = new InfernetChecks.Named("rpc", chain::services);
    try {
      ChainSettings.check(config);
    } catch (AtollException e) {
      return List.of(service, chain.new Asking("chain settings", _ -> refused(e)));
    }
    var checks = new ArrayList<Check>();
    checks.add(service);
    checks.add(chain.new Asking("registry", chain::registry));
    checks.add(chain.new Asking("wallet", chain::wallet));
    checks.add(chain.new Asking("payment wallet", chain::paymentWallet));
    chain
        .settings()
        .relay()
        .ifPresent(relay -> checks.add(chain.new Asking("relay", rpc -> chain.relay(rpc, relay))));
    checks.add(chain.new Asking("chain clock", chain::clock));
    return checks;
  }

  /** Each asks for itself, since they run side by side. */
  private final class Asking implements Check {
    private final String name;
    private final Question question;

    Asking(String name, Question question) {
      this.name = name;
      this.question = question;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Finding look() throws InterruptedException {
      try (var rpc = rpc(services)) {
        return question.about(rpc);
      } catch (RpcException e) {
        return Check.Finding.fail(
            "no service of the chain answers: " + cause(e), "The check rpc says which does not");
      } catch (ChainRefusal e) {
        return Check.Finding.fail(
            "the chain refuses to say: " + e.getMessage(),
            "See whether chain.rpc_url and chain.registry_address belong to the same chain");
      } catch (AtollException | IllegalArgumentException e) {
        return refused(e);
      }
    }
  }

  @FunctionalInterface
  private interface Question {
    Check.Finding about(JsonRpc rpc) throws InterruptedException;
  }

  /** What the last try met. */
  private static String cause(RpcException e) {
    Throwable last = e;
    while (last.getCause() instanceof RpcException deeper) last = deeper;
    return String.valueOf(last.getMessage());
  }

  private JsonRpc rpc(List<URI> of) {
    var once =
        new RpcLimits(
            Duration.ofSeconds(2), Duration.ofSeconds(5), of.size(), REST, REST, 1 << 20, 1);
    return new JsonRpc(of, once, System::nanoTime, environment.random(), environment.pause()::of);
  }

  /** The node needs one that answers; that others do not is worth knowing before it fails, too. */
  private Check.Finding services() throws InterruptedException {
    var answers = new ArrayList<String>();
    var silent = new ArrayList<String>();
    for (var service : services)
      try (var rpc = rpc(List.of(service))) {
        long id = rpc.get(Eth.chainId());
        answers.add("chain " + id + " answers, at block " + rpc.get(Eth.blockNumber()));
      } catch (RpcException e) {
        silent.add(cause(e));
      } catch (ChainRefusal e) {
        silent.add(String.valueOf(e.getMessage()));
      }
    if (silent.isEmpty()) return Check.Finding.ok(answers.getFirst());
    var why = String.join("; ", silent);
    return answers.isEmpty()
        ? Check.Finding.fail(
            (services.size() == 1
                    ? "the service at chain.rpc_url does not answer: "
                    : "none of chain.rpc_url and chain.rpc_urls answers: ")
                + why,
            "See whether the URL is right and the service lets this machine in; further services"
                + " go into chain.rpc_urls")
        : Check.Finding.warn(
            answers.getFirst()
                + ", but only %d of %d services do: ".formatted(answers.size(), services.size())
                + why,
            "The node serves without it; see whether its URL in chain.rpc_url or chain.rpc_urls is"
                + " right");
  }

  /** What it is for is not tried; some answer nothing else. */
  private Check.Finding relay(JsonRpc rpc, URI relay) throws InterruptedException {
    long chain = rpc.get(Eth.chainId());
    try (var asked = rpc(List.of(relay))) {
      long its = asked.get(Eth.chainId());
      return its == chain
          ? Check.Finding.ok("it sends to chain " + its)
          : Check.Finding.fail(
              "it sends to chain " + its + ", and the service is of chain " + chain,
              "Correct chain.wallet.relay_url or chain.rpc_url");
    } catch (CallUnsupported | ChainRefusal e) {
      return Check.Finding.ok("it answers");
    } catch (RpcException e) {
      return Check.Finding.fail(
          "it does not answer: " + cause(e),
          "Nothing is sent while it does not; see whether chain.wallet.relay_url is right");
    }
  }

  private Check.Finding registry(JsonRpc rpc) throws InterruptedException {
    return Check.Finding.ok("its coordinator is " + contracts(rpc).at().coordinator());
  }

  private InfernetContracts contracts(JsonRpc rpc) throws InterruptedException {
    return InfernetContracts.find(rpc, settings().registry());
  }

  private static Check.Finding refused(RuntimeException e) {
    return Check.Finding.fail(
        String.valueOf(e.getMessage()), "Correct it in the file; docs/infernet.md tells how");
  }

  private ChainSettings settings() {
    return ChainSettings.of(config);
  }

  private Check.Finding wallet(JsonRpc rpc) throws InterruptedException {
    var account = settings().key().address();
    var balance = rpc.get(Eth.balance(account, BlockTag.LATEST));
    var has =
        account
            + " has "
            + new BigDecimal(balance, ETHER_DIGITS).stripTrailingZeros().toPlainString();
    return balance.signum() > 0
        ? Check.Finding.ok(has + " ether")
        : Check.Finding.fail(has + " ether", "Send it some: each delivery costs gas");
  }

  private Check.Finding paymentWallet(JsonRpc rpc) throws InterruptedException {
    var address = settings().own();
    if (address.isEmpty())
      return Check.Finding.warn(
          "none is named, so paid subscriptions are not served",
          "Make one with the WalletFactory, and name it in chain.wallet.payment_address");
    if (!rpc.get(contracts(rpc).isWallet(address.get(), BlockTag.LATEST)))
      return Check.Finding.fail(
          address.get() + " is no wallet of this chain's WalletFactory",
          "Make one with its createWallet, and name that in chain.wallet.payment_address");
    var wallet = new WalletContract(address.get());
    var account = settings().key().address();
    var allowed = rpc.get(wallet.allowance(account, Addresses.ZERO, BlockTag.LATEST));
    if (rpc.get(wallet.owner(BlockTag.LATEST)).equals(account))
      return Check.Finding.ok(
          address.get() + " is the account's own, which approves what proofs need");
    return allowed.signum() > 0
        ? Check.Finding.ok(
            address.get()
                + " is somebody else's, who lets the account lay down "
                + allowed
                + " wei")
        : Check.Finding.warn(
            address.get() + " is somebody else's and lets the account lay down nothing",
            "Payments arrive, but for proofs its owner must approve " + account);
  }

  private Check.Finding clock(JsonRpc rpc) throws InterruptedException {
    var block = rpc.get(Eth.block(BlockTag.LATEST));
    if (block.isEmpty()) return Check.Finding.fail("the chain has no block", "");
    var behind =
        Duration.between(
            Instant.ofEpochSecond(block.get().timestamp()), environment.clock().instant());
    var said = "its latest block is " + Math.abs(behind.toSeconds()) + " s ";
    if (behind.isNegative() && behind.negated().compareTo(FAR) > 0)
      return Check.Finding.fail(
          said + "ahead of this machine's clock",
          "Set the clock, for example: sudo timedatectl set-ntp true");
    return behind.compareTo(FAR.multipliedBy(10)) > 0
        ? Check.Finding.warn(
            said + "old", "See whether the service follows its chain, and the clock is right")
        : Check.Finding.ok(said + (behind.isNegative() ? "ahead" : "old"));
  }
}
