package atoll.cli.authority;

import atoll.capability.CapabilityToken;
import atoll.cli.CommandRefused;
import atoll.cli.ExitCode;
import atoll.cli.Invocation;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "remove", description = "Trust a DID or a token in a context no longer.")
final class CapRemove implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin final CapCommand.InContext in = new CapCommand.InContext();

  @ArgGroup(multiplicity = "1")
  What what = new What();

  static final class What {
    @Option(
        names = {"-r", "--root"},
        paramLabel = "DID",
        description = "A root.")
    @Nullable String root;

    @Option(
        names = {"-q", "--require"},
        paramLabel = "TOKEN",
        description = "A require anchor.")
    @Nullable String require;

    @Option(
        names = {"-p", "--provide"},
        paramLabel = "TOKEN",
        description = "A provide anchor.")
    @Nullable String provide;
  }

  CapRemove(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var identities = new Identities(invocation);
    boolean removed;
    Identities.Opened opened;
    if (what.root != null) {
      var did = Typed.did("--root", what.root);
      opened = identities.open(in.name);
      removed = opened.context().removeRoot(did);
    } else {
      var tokens =
          Typed.tokens(
              invocation.environment(),
              what.require != null ? what.require : what.provide == null ? "" : what.provide);
      opened = identities.open(in.name);
      Predicate<CapabilityToken> remove =
          what.require != null ? opened.context()::removeRequire : opened.context()::removeProvide;
      removed = false;
      for (var token : tokens.tokens()) removed |= remove.test(token);
    }
    if (!removed)
      throw CommandRefused.wrongUse(
          "The context " + in.name + " has no such anchor.",
          "Those it has: " + invocation.program() + " cap list -c " + in.name);
    identities.save(opened);
    var output = invocation.output();
    if (output.json())
      output.document(json ->
          json.beginObject()
              .name("context")
              .value(in.name)
              .name("changed")
              .value(true)
              .endObject());
    else output.say("It is no longer anchored in " + in.name + ".");
    return ExitCode.DONE.number();
  }
}
