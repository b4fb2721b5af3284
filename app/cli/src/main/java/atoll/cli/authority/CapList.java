package atoll.cli.authority;

import atoll.capability.CapabilityToken;
import atoll.capability.TokenList;
import atoll.cli.ExitCode;
import atoll.cli.Invocation;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "list", description = "Show whom a context trusts, and what was delegated to it.")
final class CapList implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin final CapCommand.InContext in = new CapCommand.InContext();

  CapList(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var context = new Identities(invocation).open(in.name).context();
    var output = invocation.output();
    var roots = context.roots().stream().map(did -> did.uri()).sorted().toList();
    if (output.json()) {
      output.document(json -> {
        json.beginObject()
            .name("context")
            .value(in.name)
            .name("did")
            .value(context.owner().uri())
            .name("roots")
            .beginArray();
        roots.forEach(json::value);
        json.endArray();
        json.name("require")
            .raw(context.required().json())
            .name("provide")
            .raw(context.provided().json())
            .name("revoke")
            .raw(context.revoked().json());
        json.endObject();
      });
      return ExitCode.DONE.number();
    }
    output.line("context " + in.name + " of " + context.owner());
    section("roots", roots);
    tokens("require", context.required());
    tokens("provide", context.provided());
    tokens("revoke", context.revoked());
    return ExitCode.DONE.number();
  }

  private void section(String name, List<String> lines) {
    var output = invocation.output();
    output.line(output.paint().strong(name + ":") + (lines.isEmpty() ? " none" : ""));
    lines.forEach(line -> output.line("  " + line));
  }

  private void tokens(String name, TokenList tokens) {
    var output = invocation.output();
    if (tokens.isEmpty()) {
      section(name, List.of());
      return;
    }
    output.line(output.paint().strong(name + ":"));
    for (var token : tokens.tokens()) {
      output.line("  " + output.paint().faint(summary(token)));
      output.line("  " + token.json());
    }
  }

  private static String summary(CapabilityToken token) {
    var caps = token.caps().stream().map(c -> c.path()).collect(Collectors.joining(" "));
    var topics =
        token.topics().isEmpty()
            ? ""
            : " on " + token.topics().stream().map(t -> t.path()).collect(Collectors.joining(" "));
    return token.action().wireName()
        + " "
        + caps
        + topics
        + " by "
        + token.issuer()
        + " to "
        + token.subject()
        + " until "
        + token.expiry();
  }
}
