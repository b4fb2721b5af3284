package atoll.cli.authority;

import atoll.capability.TokenList;
import atoll.cli.ExitCode;
import atoll.cli.Invocation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "revoke",
    description =
        "Take back a token that the context issued, and print the revocation for whoever may have seen it.")
final class CapRevoke implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin final CapCommand.InContext in = new CapCommand.InContext();

  @Parameters(paramLabel = "TOKEN", description = "As JSON; - reads it from standard input.")
  String token = "";

  CapRevoke(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var victims = Typed.tokens(invocation.environment(), token);
    var identities = new Identities(invocation);
    var opened = identities.open(in.name);
    var revocations = TokenList.EMPTY;
    for (var victim : victims.tokens())
      revocations =
          revocations.and(
              TokenList.of(Typed.value("The token", () -> opened.context().revoke(victim))));
    identities.save(opened);
    invocation.output().raw(revocations.json());
    invocation.output().next("Tell everyone: " + invocation.program() + " cap broadcast '<that>'");
    return ExitCode.DONE.number();
  }
}
