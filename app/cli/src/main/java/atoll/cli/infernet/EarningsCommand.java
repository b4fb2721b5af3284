package atoll.cli.infernet;

import atoll.cli.CommandRefused;
import atoll.cli.ExitCode;
import atoll.cli.Invocation;
import atoll.cli.NodeFile;
import atoll.cli.Output;
import atoll.cli.Table;
import java.math.BigDecimal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells what the Infernet node of this machine has earned. */
@Command(
    name = "earnings",
    description =
        "What the payment wallet of this machine's Infernet node was paid and paid, once it is"
            + " twelve blocks deep in the chain.")
public final class EarningsCommand implements Callable<Integer> {
  private static final int MOST = 1000;

  /** The own coin of a chain with Ethereum's machine, by SLIP-44; it has 18 decimals. */
  private static final String COIN = "slip44:60";

  private static final int DECIMALS = 18;

  private final Invocation invocation;

  @Option(
      names = {"-l", "--limit"},
      paramLabel = "N",
      description = "So many payments at the most, the latest first (20).")
  int limit = 20;

  public EarningsCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    if (limit < 0 || limit > MOST) throw CommandRefused.wrongUse("--limit takes 0 to 1000.", "");
    var api = InfernetApi.of(node());
    var output = invocation.output();
    if (output.json()) output.raw(api.text("/v1/earnings?limit=" + limit).strip());
    else tell(api.earnings(limit), output);
    return ExitCode.DONE.number();
  }

  private NodeFile node() {
    return invocation
        .infernet()
        .orElseThrow(() ->
            new CommandRefused(
                ExitCode.UNREACHABLE,
                "No Infernet node runs here.",
                "Start one with: " + invocation.program() + " infernet"));
  }

  private static void tell(InfernetApi.Earnings earnings, Output output) {
    if (earnings.account().isEmpty()) {
      output.next("The node has no payment wallet: its file has no chain.wallet.payment_address.");
      return;
    }
    output.line("Account " + earnings.account().get());
    if (earnings.earned().isEmpty()) {
      output.next("Nothing was paid yet that is twelve blocks deep.");
      return;
    }
    var sums = new Table("EARNED", "ASSET");
    for (var amount : earnings.earned()) sums.row(words(amount), amount.asset());
    output.table(sums);
    if (earnings.transfers().isEmpty()) return;
    output.line("");
    var table = new Table("WHEN", "AMOUNT", "FOR", "FROM");
    for (var payment : earnings.transfers()) {
      boolean isPaid = payment.to().equals(earnings.account().get());
      table.row(
          payment.at().toString(),
          (isPaid ? "" : "-") + words(payment.amount()),
          payment.memo().isEmpty() ? "-" : payment.memo(),
          isPaid ? payment.from() : "to " + payment.to());
    }
    output.table(table);
  }

  private static String words(InfernetApi.Amount amount) {
    return amount.asset().endsWith("/" + COIN)
        ? new BigDecimal(amount.units(), DECIMALS).stripTrailingZeros().toPlainString() + " ETH"
        : amount.units().toString();
  }
}
