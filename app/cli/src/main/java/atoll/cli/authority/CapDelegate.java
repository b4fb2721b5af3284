package atoll.cli.authority;

import atoll.capability.Delegation;
import atoll.capability.DelegationRequest;
import atoll.capability.Expiry;
import atoll.capability.SelfSign;
import atoll.cli.CommandRefused;
import atoll.cli.ExitCode;
import atoll.cli.Invocation;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "delegate",
    description = "Print a token that passes on what was delegated to the context.")
final class CapDelegate implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin final CapCommand.InContext in = new CapCommand.InContext();
  @Mixin final Wish wish = new Wish();

  @Option(
      names = {"-A", "--auto-expire"},
      description = "Until that which is passed on expires.")
  boolean autoExpire;

  @Option(
      names = {"-S", "--self-sign"},
      paramLabel = "MODE",
      description =
          "no: only what was delegated; also: on the context's own word too; only: on nothing else.")
  String selfSign = "no";

  CapDelegate(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var mode = mode();
    var expiry = Typed.expiry(invocation.environment(), wish.expiry, wish.duration).map(Expiry::at);
    if (expiry.isPresent() == autoExpire)
      throw CommandRefused.wrongUse(
          autoExpire
              ? "--auto-expire and an expiry exclude each other."
              : "Say until when it counts.",
          "--auto-expire, --expiry 2030-12-31 or --duration 30d");
    if (autoExpire && mode != SelfSign.NO)
      throw CommandRefused.wrongUse(
          "What the context says itself needs an expiry of its own.",
          "Give --expiry or --duration");
    var request =
        Typed.value(
            "The delegation",
            () ->
                new DelegationRequest(
                    wish.subject(),
                    wish.audience(),
                    wish.topics(),
                    expiry,
                    wish.depth,
                    wish.capabilities()));
    var context = new Identities(invocation).open(in.name).context();
    return switch (Typed.value("The delegation", () -> context.delegate(request, mode))) {
      case Delegation.Delegated(var tokens) -> {
        invocation.output().raw(tokens.json());
        yield ExitCode.DONE.number();
      }
      case Delegation.Uncovered(_, _, var why) ->
          throw new CommandRefused(
              ExitCode.DENIED,
              "uncovered",
              "The context " + in.name + " has nothing that covers this: " + why + ".",
              "What it has: " + invocation.program() + " cap list -c " + in.name);
    };
  }

  private SelfSign mode() {
    return switch (selfSign.toLowerCase(Locale.ROOT)) {
      case "no" -> SelfSign.NO;
      case "also" -> SelfSign.ALSO;
      case "only" -> SelfSign.ONLY;
      default ->
          throw CommandRefused.wrongUse(
              "--self-sign is " + selfSign + ", and may be no, also or only.", "");
    };
  }
}
