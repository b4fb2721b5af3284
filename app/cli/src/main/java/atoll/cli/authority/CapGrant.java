package atoll.cli.authority;

import atoll.capability.Action;
import atoll.capability.Expiry;
import atoll.capability.TokenList;
import atoll.cli.CommandRefused;
import atoll.cli.ExitCode;
import atoll.cli.Invocation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "grant",
    description =
        "Print a token on the context's own word; it counts where the context is trusted.")
final class CapGrant implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin final CapCommand.InContext in = new CapCommand.InContext();
  @Mixin final Wish wish = new Wish();

  CapGrant(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var subject = wish.subject();
    var audience = wish.audience();
    var caps = wish.capabilities();
    var topics = wish.topics();
    if (caps.isEmpty())
      throw CommandRefused.wrongUse("Say what is granted.", "For example --cap /dms/deployment");
    var until =
        Typed.expiry(invocation.environment(), wish.expiry, wish.duration)
            .orElseThrow(() ->
                CommandRefused.wrongUse(
                    "Say until when it counts.",
                    "For example --expiry 2030-12-31 or --duration 30d"));
    var context = new Identities(invocation).open(in.name).context();
    var token =
        Typed.value(
            "The grant",
            () ->
                context.grant(
                    Action.DELEGATE,
                    subject,
                    audience,
                    topics,
                    Expiry.at(until),
                    wish.depth,
                    caps));
    invocation.output().raw(TokenList.of(token).json());
    return ExitCode.DONE.number();
  }
}
