package atoll.actor;

import atoll.capability.Capability;
import atoll.capability.Topic;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a behaviour is served (DMS §3.5).
 *
 * @param expiresAt when it ends by itself
 * @param once whether it ends with the first message that is authorised
 * @param anyOf the capabilities of which a sender needs one; the behaviour's own name if empty
 * @param topic the topic on which it also hears broadcasts
 * @param control whether its messages go before ordinary ones
 */
public record BehaviourOptions(
    Optional<Instant> expiresAt,
    boolean once,
    List<Capability> anyOf,
    Optional<Topic> topic,
    boolean control) {
  /** Served until unregistered, directly, to those who have the capability of its name. */
  public static final BehaviourOptions DEFAULT =
      new BehaviourOptions(Optional.empty(), false, List.of(), Optional.empty(), false);

  public BehaviourOptions {
    anyOf = List.copyOf(anyOf);
  }

  public BehaviourOptions until(Instant instant) {
    return new BehaviourOptions(Optional.of(instant), once, anyOf, topic, control);
  }

  public BehaviourOptions onlyOnce() {
    return new BehaviourOptions(expiresAt, true, anyOf, topic, control);
  }

  public BehaviourOptions requiring(Capability... capabilities) {
    return new BehaviourOptions(expiresAt, once, List.of(capabilities), topic, control);
  }

  public BehaviourOptions onTopic(Topic heard) {
    return new BehaviourOptions(expiresAt, once, anyOf, Optional.of(heard), control);
  }

  public BehaviourOptions asControl() {
    return new BehaviourOptions(expiresAt, once, anyOf, topic, true);
  }
}
