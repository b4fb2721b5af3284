package atoll.actor;

import atoll.capability.Capability;
import atoll.capability.Topic;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The behaviours that one actor serves, by name. Thread-safe. */
final class BehaviourTable {
  private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();

  /** One registered behaviour; equal to itself only, so that none is taken for its successor. */
  static final class Behaviour {
    final String name;
    final Handler handler;
    final List<Capability> anyOf;
    final Optional<Topic> topic;
    final boolean once;
    final boolean control;
    private final Optional<Instant> expiresAt;

    Behaviour(String name, BehaviourOptions options, Handler handler) {
      Behaviours.check(name);
      this.name = name;
      this.handler = handler;
      this.anyOf = options.anyOf().isEmpty() ? List.of(new Capability(name)) : options.anyOf();
      this.topic = options.topic();
      this.once = options.once();
      this.control = options.control();
      this.expiresAt = options.expiresAt();
    }

    boolean isExpired(Instant now) {
      return expiresAt.isPresent() && now.isAfter(expiresAt.get());
    }
  }

  /**
   * @throws IllegalStateException if the name is served already
   */
  void add(Behaviour behaviour, Instant now) {
    behaviours.compute(
        behaviour.name,
        (name, present) -> {
          if (present != null && !present.isExpired(now))
            throw new IllegalStateException("behaviour " + name + " is served already");
          return behaviour;
        });
  }

  Optional<Behaviour> find(String name, Instant now) {
    return Optional.ofNullable(behaviours.get(name)).filter(found -> !found.isExpired(now));
  }

  /** False if somebody else did. */
  boolean remove(Behaviour behaviour) {
    return behaviours.remove(behaviour.name, behaviour);
  }

  void forgetExpired(Instant now) {
    behaviours.values().removeIf(behaviour -> behaviour.isExpired(now));
  }
}
