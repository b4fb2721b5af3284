package atoll.cli.authority;

import atoll.capability.CapabilityContext;
import atoll.cli.CommandRefused;
import atoll.cli.ExitCode;
import atoll.cli.Invocation;
import atoll.identity.TrustContext;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "new",
    description = "Make a capability context; a key of that name that is missing is made too.")
final class CapNew implements Callable<Integer> {
  private final Invocation invocation;

  @Parameters(paramLabel = "NAME", description = "The context; the usual ones are user and dms.")
  String name = "";

  @Option(
      names = {"-f", "--force"},
      description = "Replace a context of that name; its key stays.")
  boolean force;

  CapNew(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var identities = new Identities(invocation);
    var contexts = identities.contexts();
    boolean exists = Typed.value("the context's name", () -> contexts.contains(name));
    if (exists && !force)
      throw CommandRefused.wrongUse(
          "There is a context " + name + " already.",
          "Replace it with --force; what it holds is lost then.");
    boolean makesKey = !Identities.inWallet(name) && !identities.keystore().contains(name);
    var identity =
        makesKey
            ? Identities.Identity.of(KeyCommand.make(invocation, identities, name))
            : identities.identity(name);
    var environment = invocation.environment();
    var context =
        new CapabilityContext(
            identity.signer(),
            new TrustContext(environment.clock()),
            environment.clock(),
            environment.random());
    identities.save(new Identities.Opened(name, identity, context));
    var did = identity.signer().did().uri();
    var output = invocation.output();
    if (output.json())
      output.document(json ->
          json.beginObject()
              .name("context")
              .value(name)
              .name("did")
              .value(did)
              .name("key_made")
              .value(makesKey)
              .endObject());
    else output.line(did);
    output.next(
        name.equals("dms")
            ? "Let yourself do anything on it: "
                + invocation.program()
                + " cap anchor -c dms --root <did of user>"
            : "Then: " + invocation.program() + " cap list -c " + name);
    return ExitCode.DONE.number();
  }
}
