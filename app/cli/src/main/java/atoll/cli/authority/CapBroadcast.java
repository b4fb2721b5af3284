package atoll.cli.authority;

import atoll.actor.Message;
import atoll.capability.Action;
import atoll.capability.Topic;
import atoll.cli.CommandRefused;
import atoll.cli.ExitCode;
import atoll.cli.Invocation;
import atoll.cli.actor.Sender;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "broadcast",
    description = "Publish a revocation, so that every node takes note of it.")
final class CapBroadcast implements Callable<Integer> {
  private static final String BEHAVIOUR = "/dms/cap/revoke/broadcast";
  private static final Topic TOPIC = new Topic("/nunet/revocation");

  private final Invocation invocation;

  @Mixin final CapCommand.InContext in = new CapCommand.InContext();

  @Parameters(
      paramLabel = "TOKEN",
      description = "The revocation as JSON; - reads it from standard input.")
  String token = "";

  CapBroadcast(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws InterruptedException {
    var revocations = Typed.tokens(invocation.environment(), token).tokens();
    for (var revocation : revocations)
      if (revocation.action() != Action.REVOKE)
        throw CommandRefused.wrongUse(
            "The token revokes nothing.",
            "Make a revocation with: " + invocation.program() + " cap revoke TOKEN");
    var sender = Sender.open(invocation, in.name);
    for (var revocation : revocations)
      sender.publish(Message.broadcast(TOPIC, BEHAVIOUR).withPayload(revocation.json()));
    var output = invocation.output();
    if (output.json())
      output.document(
          json -> json.beginObject().name("published").value(revocations.size()).endObject());
    else output.say("Published.");
    return ExitCode.DONE.number();
  }
}
