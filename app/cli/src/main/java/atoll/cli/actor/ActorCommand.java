package atoll.cli.actor;

import atoll.actor.Envelope;
import atoll.actor.Handle;
import atoll.actor.Message;
import atoll.capability.Topic;
import atoll.cli.CommandRefused;
import atoll.cli.ExitCode;
import atoll.cli.Invocation;
import atoll.cli.authority.Typed;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes, signs and sends messages between actors. */
@Command(name = "actor", description = "Speak to actors.")
public final class ActorCommand {
  private final Invocation invocation;

  private ActorCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /** With its subcommands. */
  public static CommandLine of(Invocation invocation) {
    var actor = new ActorCommand(invocation);
    return new CommandLine(actor)
        .addSubcommand(actor.new Msg())
        .addSubcommand(actor.new Send())
        .addSubcommand(actor.new Invoke())
        .addSubcommand(actor.new Broadcast())
        .addSubcommand("cmd", BehaviourCommands.of(invocation));
  }

  @Command(name = "msg", description = "Print a signed message.")
  final class Msg implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "BEHAVIOUR", description = "For example /public/hello.")
    String behaviour = "";

    @Parameters(
        index = "1",
        arity = "0..1",
        paramLabel = "PAYLOAD",
        description = "As JSON; - reads it from standard input.")
    String payload = "{}";

    @Mixin final Delivery delivery = new Delivery();

    @Option(
        names = {"-b", "--broadcast"},
        paramLabel = "TOPIC",
        description = "To all who listen to this topic.")
    @Nullable String topic;

    @Option(
        names = {"-i", "--invoke"},
        description = "An answer is wanted.")
    boolean invoke;

    @Override
    public Integer call() throws InterruptedException {
      if (topic != null && delivery.destination != null)
        throw CommandRefused.wrongUse("--broadcast and --dest exclude each other.", "");
      var environment = invocation.environment();
      var bytes =
          payload.equals("-") ? Typed.input(environment) : payload.getBytes(StandardCharsets.UTF_8);
      if (bytes.length > 0)
        bytes = new CanonicalJson().tree(StrictJson.MESSAGE.read(bytes)).toBytes();
      var node = invocation.actors().handle();
      var signer = Sender.signer(invocation, delivery.context, node.address());
      var message =
          message(node)
              .withPayload(bytes)
              .expiringAt(delivery.expiresAt(environment, Message.DEFAULT_LIFETIME));
      invocation
          .output()
          .raw(Sender.seal(signer, invoke ? Sender.answered(signer, message) : message).toJson());
      return ExitCode.DONE.number();
    }

    private Message message(Handle node) {
      var broadcast = topic;
      if (broadcast != null)
        return Typed.value("The message", () -> Message.broadcast(new Topic(broadcast), behaviour));
      return Typed.value(
          "The message", () -> Message.to(delivery.destination().orElse(node), behaviour));
    }
  }

  @Command(name = "send", description = "Send a message that actor msg made.")
  final class Send implements Callable<Integer> {
    @Parameters(paramLabel = "MESSAGE", description = "As JSON; - reads it from standard input.")
    String message = "";

    @Override
    public Integer call() throws InterruptedException {
      invocation.actors().send(envelope(message));
      var output = invocation.output();
      if (output.json())
        output.document(
            json -> json.beginObject().name("message").value("message sent").endObject());
      else output.say("Sent.");
      return ExitCode.DONE.number();
    }
  }

  @Command(
      name = "invoke",
      description = "Send a message that actor msg --invoke made, and print the answer.")
  final class Invoke implements Callable<Integer> {
    @Parameters(paramLabel = "MESSAGE", description = "As JSON; - reads it from standard input.")
    String message = "";

    @Option(
        names = {"-w", "--raw"},
        description = "Print the whole envelope of the answer.")
    boolean raw;

    @Override
    public Integer call() throws InterruptedException {
      var envelope = envelope(message);
      if (envelope.replyTo().isEmpty())
        throw CommandRefused.wrongUse(
            "The message wants no answer.",
            "Make it with --invoke, or use: " + invocation.program() + " actor send");
      return Answers.one(invocation.output(), invocation.actors().invoke(envelope), raw);
    }
  }

  @Command(
      name = "broadcast",
      description = "Publish a message that actor msg --broadcast made, and print the answers.")
  final class Broadcast implements Callable<Integer> {
    @Parameters(paramLabel = "MESSAGE", description = "As JSON; - reads it from standard input.")
    String message = "";

    @Option(
        names = {"-w", "--raw"},
        description = "Print the whole envelopes of the answers.")
    boolean raw;

    @Override
    public Integer call() throws InterruptedException {
      var envelope = envelope(message);
      if (!envelope.isBroadcast())
        throw CommandRefused.wrongUse(
            "The message is to one actor.", "Make it with --broadcast TOPIC");
      return Answers.all(invocation.output(), invocation.actors().broadcast(envelope), raw);
    }
  }

  private Envelope envelope(String text) {
    return Envelope.parse(
        text.equals("-")
            ? Typed.input(invocation.environment())
            : text.strip().getBytes(StandardCharsets.UTF_8));
  }
}
