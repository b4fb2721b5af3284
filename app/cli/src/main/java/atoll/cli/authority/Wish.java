package atoll.cli.authority;

import atoll.capability.Capability;
import atoll.capability.Topic;
import atoll.identity.Did;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is to be granted or delegated, to whom, and until when. */
final class Wish {
  @Parameters(paramLabel = "SUBJECT", description = "The DID of who gets it.")
  String subject = "";

  @Option(
      names = {"-a", "--audience"},
      paramLabel = "DID",
      description = "It counts only with this DID's actors.")
  @Nullable String audience;

  @Option(
      names = {"-C", "--cap"},
      split = ",",
      paramLabel = "PATH",
      description = "A capability, like /dms/deployment; may be repeated.")
  List<String> caps = new ArrayList<>();

  @Option(
      names = {"-t", "--topic"},
      split = ",",
      paramLabel = "PATH",
      description = "A topic for broadcasts, like /nunet; may be repeated.")
  List<String> topics = new ArrayList<>();

  @Option(
      names = {"-e", "--expiry"},
      paramLabel = "DATE",
      description = "Until 2030-12-31 or 2030-12-31T18:00:00Z.")
  @Nullable String expiry;

  @Option(
      names = {"-D", "--duration"},
      paramLabel = "TIME",
      description = "For so long: 1h, 30d.")
  @Nullable String duration;

  @Option(
      names = {"-d", "--depth"},
      paramLabel = "N",
      description = "How many tokens may hang below it; 0 is any number.")
  long depth;

  Did subject() {
    return Typed.did("The subject", subject);
  }

  Did audience() {
    return audience == null ? Did.NONE : Typed.did("--audience", audience);
  }

  List<Capability> capabilities() {
    return caps.stream().map(c -> Typed.value("--cap", () -> new Capability(c))).toList();
  }

  List<Topic> topics() {
    return topics.stream().map(t -> Typed.value("--topic", () -> new Topic(t))).toList();
  }
}
