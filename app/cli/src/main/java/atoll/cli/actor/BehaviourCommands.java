package atoll.cli.actor;

import atoll.actor.Message;
import atoll.capability.Topic;
import atoll.cli.Invocation;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code actor cmd}, with a subcommand for each behaviour. */
@Command(name = "cmd", description = "Invoke a behaviour of an actor, and print its answer.")
public final class BehaviourCommands {
  /** Given before the behaviour or after it. */
  @Mixin final Delivery delivery = new Delivery();

  private BehaviourCommands() {}

  static CommandLine of(Invocation invocation) {
    var all = new BehaviourCommands();
    var cmd = new CommandLine(all);
    for (var verb : BehaviourVerbs.all())
      cmd.addSubcommand(verb.path(), command(invocation, verb, all.delivery));
    return cmd;
  }

  private static CommandLine command(Invocation invocation, BehaviourVerb verb, Delivery delivery) {
    var one = new One(invocation, verb, delivery);
    var command =
        new CommandLine(one).setAllowOptionsAsOptionParameters(true); // --sort -created_at
    command.getCommandSpec().name(verb.path()).usageMessage().description(verb.meaning());
    for (var flag : verb.flags()) command.getCommandSpec().addOption(option(flag));
    return command;
  }

  private static OptionSpec option(Flag flag) {
    var option =
        OptionSpec.builder(flag.shortName(), flag.longName())
            .description(flag.meaning())
            .required(flag.required());
    return switch (flag.kind()) {
      case TEXT -> option.type(String.class).paramLabel("VALUE").build();
      case TRUTH -> option.type(boolean.class).arity("0").build();
      case LIST ->
          option
              .type(java.util.List.class)
              .auxiliaryTypes(String.class)
              .arity("1")
              .splitRegex(",")
              .paramLabel("VALUE")
              .build();
    };
  }

  /** One behaviour's command. */
  @Command
  static final class One implements Callable<Integer> {
    private final Invocation invocation;
    private final BehaviourVerb verb;
    private final Delivery delivery;

    @Option(
        names = {"-w", "--raw"},
        description = "Print the whole envelope of the answer.")
    boolean raw;

    @Spec @Nullable CommandSpec spec;

    One(Invocation invocation, BehaviourVerb verb, Delivery delivery) {
      this.invocation = invocation;
      this.verb = verb;
      this.delivery = delivery;
    }

    @Override
    public Integer call() throws InterruptedException {
      if (spec == null) throw new IllegalStateException("a command without its description");
      var payload = verb.payload(new Given(spec.commandLine().getParseResult(), invocation));
      var expiresAt = delivery.expiresAt(invocation.environment(), verb.lifetime());
      var destination = delivery.destination();
      var sender = Sender.open(invocation, delivery.context);
      if (verb.topic().isPresent()) {
        var message =
            Message.broadcast(new Topic(verb.topic().get()), verb.path())
                .withPayload(payload)
                .expiringAt(expiresAt);
        return Answers.all(invocation.output(), sender.publish(sender.answered(message)), raw);
      }
      var message =
          Message.to(destination.orElse(sender.node()), verb.path())
              .withPayload(payload)
              .expiringAt(expiresAt);
      return Answers.one(invocation.output(), sender.invoke(message), raw);
    }
  }
}
