package atoll.cli.actor;

import atoll.kernel.json.CanonicalJson;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A behaviour that has a command of its own: what it takes, and how that becomes a message.
 *
 * @param topic where it is broadcast, if it is
 * @param lifetime how long the message counts unless told
 * @param members writes the payload's members
 */
record BehaviourVerb(
    String path,
    Optional<String> topic,
    Duration lifetime,
    String meaning,
    List<Flag> flags,
    BiConsumer<Given, CanonicalJson> members) {
  BehaviourVerb {
    flags = List.copyOf(flags);
  }

  /** The payload. */
  String payload(Given given) {
    var json = new CanonicalJson().beginObject();
    members.accept(given, json);
    return json.endObject().toString();
  }
}
