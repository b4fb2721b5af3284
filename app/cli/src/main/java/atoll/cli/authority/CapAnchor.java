package atoll.cli.authority;

import atoll.capability.Anchoring;
import atoll.capability.CapabilityToken;
import atoll.cli.CommandRefused;
import atoll.cli.ExitCode;
import atoll.cli.Invocation;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "anchor",
    description =
        "Trust a DID or a token in a context. Exactly one kind at a time; - reads a token from standard input.")
final class CapAnchor implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin final CapCommand.InContext in = new CapCommand.InContext();

  @ArgGroup(multiplicity = "1")
  What what = new What();

  static final class What {
    @Option(
        names = {"-r", "--root"},
        paramLabel = "DID",
        description = "May do anything here.")
    @Nullable String root;

    @Option(
        names = {"-q", "--require"},
        paramLabel = "TOKEN",
        description = "Its holders, and theirs, may do here what it says.")
    @Nullable String require;

    @Option(
        names = {"-p", "--provide"},
        paramLabel = "TOKEN",
        description = "What was delegated to this context, to prove authority with.")
    @Nullable String provide;

    @Option(
        names = {"-k", "--revoke"},
        paramLabel = "TOKEN",
        description = "Takes another token back.")
    @Nullable String revoke;
  }

  CapAnchor(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var identities = new Identities(invocation);
    if (what.root != null) {
      var did = Typed.did("--root", what.root);
      var opened = identities.open(in.name);
      opened.context().addRoot(did);
      return done(identities, opened, did + " may do anything in " + in.name);
    }
    if (what.require != null)
      return anchor(identities, what.require, o -> o.context()::anchorRequire);
    if (what.provide != null)
      return anchor(identities, what.provide, o -> o.context()::anchorProvide);
    return anchor(
        identities, what.revoke == null ? "" : what.revoke, o -> o.context()::anchorRevocation);
  }

  private int anchor(
      Identities identities,
      String text,
      Function<Identities.Opened, Function<CapabilityToken, Anchoring>> how) {
    var tokens = Typed.tokens(invocation.environment(), text);
    var opened = identities.open(in.name);
    var add = how.apply(opened);
    for (var token : tokens.tokens())
      switch (add.apply(token)) {
        case Anchoring.Anchored() -> {}
        case Anchoring.Refused(var reason, var why) ->
            throw new CommandRefused(
                ExitCode.DENIED,
                reason.name().toLowerCase(java.util.Locale.ROOT),
                "The token is not accepted: " + why + ". Nothing was changed.",
                "");
      }
    return done(
        identities,
        opened,
        tokens.tokens().size() == 1
            ? "One token is anchored in " + in.name
            : tokens.tokens().size() + " tokens are anchored in " + in.name);
  }

  private int done(Identities identities, Identities.Opened opened, String said) {
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
    else output.say(said + ".");
    return ExitCode.DONE.number();
  }
}
