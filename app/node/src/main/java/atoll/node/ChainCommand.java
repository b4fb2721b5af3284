package atoll.node;

import atoll.chain.Addresses;
import atoll.chain.Eth;
import atoll.chain.EthereumKey;
import atoll.chain.FeePolicy;
import atoll.chain.JsonRpc;
import atoll.chain.Outbox;
import atoll.chain.RpcLimits;
import atoll.chain.Transactions;
import atoll.chain.infernet.ContractDeployment;
import atoll.cli.CommandRefused;
import atoll.cli.Invocation;
import com.esaulpaugh.headlong.abi.Address;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What is done to chains by hand. */
@Command(name = "chain", description = "Put Infernet's contracts on a chain.")
final class ChainCommand {
  private static final String KEY_VARIABLE = "ATOLL_CHAIN_KEY";

  private final Invocation invocation;

  private ChainCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /** With its subcommands. */
  static CommandLine of(Invocation invocation) {
    var chain = new ChainCommand(invocation);
    return new CommandLine(chain).addSubcommand(chain.new Deploy());
  }

  @Command(
      name = "deploy",
      description =
          "Deploy registry, coordinator, inbox, reader, fee and wallet factory, and tell their"
              + " addresses. The account's private key is in the file that --key-file names, or in"
              + " ATOLL_CHAIN_KEY; it must send nothing else meanwhile.")
  final class Deploy implements Callable<Integer> {
    @Option(
        names = {"-r", "--rpc"},
        required = true,
        paramLabel = "URL",
        description = "The chain's JSON-RPC service.")
    String rpcUrl = "";

    @Option(
        names = {"-k", "--key-file"},
        paramLabel = "FILE",
        description = "Holds the account's private key in hexadecimal.")
    @Nullable String keyFile;

    @Option(
        names = {"-f", "--fee"},
        paramLabel = "N",
        description =
            "What the protocol takes twice of a payment, in hundredths of a percent (500).")
    int fee = ContractDeployment.USUAL_FEE;

    @Option(
        names = {"-F", "--fee-recipient"},
        paramLabel = "ADDRESS",
        description = "Who gets it (the account itself).")
    @Nullable String recipient;

    @Override
    public Integer call() throws Exception {
      var environment = invocation.environment();
      if (fee < 0 || fee > 5000)
        throw CommandRefused.wrongUse("--fee takes 0 to 5000.", "5 % are 500.");
      var key = key();
      var payee = recipient == null ? key.address() : address(recipient);
      try (var rpc =
          new JsonRpc(
              List.of(url()),
              RpcLimits.USUAL,
              System::nanoTime,
              environment.random(),
              environment.pause()::of)) {
        var transactions =
            new Transactions(
                rpc,
                key,
                rpc.get(Eth.chainId()),
                FeePolicy.USUAL,
                Outbox.FORGETFUL,
                System::nanoTime,
                environment.pause()::of);
        var at = new ContractDeployment(rpc, transactions).deploy(payee, fee);
        var made = new LinkedHashMap<String, Address>();
        made.put("registry", at.registry());
        made.put("coordinator", at.coordinator());
        made.put("inbox", at.inbox());
        made.put("reader", at.reader());
        made.put("fee", at.fee());
        made.put("wallet_factory", at.walletFactory());
        tell(made);
      }
      return 0;
    }

    private void tell(LinkedHashMap<String, Address> made) {
      var output = invocation.output();
      if (output.json()) {
        output.document(json -> {
          json.beginObject();
          made.forEach((name, address) -> json.name(name).value(address.toString()));
          json.endObject();
        });
        return;
      }
      made.forEach((name, address) -> output.line("%-15s %s".formatted(name, address)));
      output.next("In config.json: chain.registry_address is " + made.get("registry"));
    }

    private URI url() {
      try {
        return URI.create(rpcUrl);
      } catch (IllegalArgumentException e) {
        throw CommandRefused.wrongUse("--rpc takes a URL.", "For example: http://127.0.0.1:8545");
      }
    }

    private EthereumKey key() throws IOException {
      var environment = invocation.environment();
      var text =
          keyFile == null
              ? environment
                  .variable(KEY_VARIABLE)
                  .orElseThrow(() ->
                      CommandRefused.wrongUse(
                          "No account: neither --key-file nor " + KEY_VARIABLE + " is given.",
                          "A key on the command line could be read by everybody on this machine."))
              : Files.readString(environment.resolve(keyFile));
      try {
        return EthereumKey.parse(text.strip());
      } catch (IllegalArgumentException e) {
        throw CommandRefused.wrongUse("The account's key is none: " + e.getMessage() + ".", "");
      }
    }

    private static Address address(String text) {
      try {
        return Addresses.parse(text);
      } catch (IllegalArgumentException e) {
        throw CommandRefused.wrongUse("--fee-recipient: " + e.getMessage() + ".", "");
      }
    }
  }
}
