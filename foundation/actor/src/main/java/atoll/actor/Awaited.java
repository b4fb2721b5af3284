package atoll.actor;

import atoll.identity.ActorId;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The answers that are awaited here: by the actor itself, and by callers elsewhere whose envelopes
 * it passed on (DMS §12.1). Bounded; thread-safe.
 */
final class Awaited {
  private final int capacity;
  private final Map<Key, Answer> answers = new ConcurrentHashMap<>();

  private record Key(ActorId asker, String continuation) {}

  /** An awaited answer, or several. */
  static final class Answer {
    /** The only one who may answer, for whom signing with its key is authority enough. */
    final Optional<ActorId> by;

    final boolean once;

    /** Whether who answers needs the capability of the continuation's name. */
    final boolean authorised;

    final Consumer<Envelope> taker;
    private final Key key;

    private Answer(
        Key key, Optional<ActorId> by, boolean once, boolean authorised, Consumer<Envelope> taker) {
      this.key = key;
      this.by = by;
      this.once = once;
      this.authorised = authorised;
      this.taker = taker;
    }

    String continuation() {
      return key.continuation;
    }
  }

  Awaited(int capacity) {
    this.capacity = capacity;
  }

  /** Awaits one answer of {@code by} to {@code asker}. */
  Answer one(ActorId asker, String continuation, ActorId by, Consumer<Envelope> taker) {
    return add(new Answer(new Key(asker, continuation), Optional.of(by), true, false, taker));
  }

  /** Awaits answers of anyone, until the result is removed. */
  Answer many(ActorId asker, String continuation, boolean authorised, Consumer<Envelope> taker) {
    return add(
        new Answer(new Key(asker, continuation), Optional.empty(), false, authorised, taker));
  }

  private Answer add(Answer answer) {
    if (answers.size() >= capacity)
      throw new AtollException(
          ErrorCode.OVERLOADED, capacity + " answers are awaited already; ask again later");
    if (answers.putIfAbsent(answer.key, answer) != null)
      throw new AtollException(
          ErrorCode.CONFLICT, "an answer to " + answer.key.continuation + " is awaited already");
    return answer;
  }

  Optional<Answer> find(Envelope envelope) {
    if (envelope.isBroadcast()) return Optional.empty();
    return Optional.ofNullable(answers.get(new Key(envelope.to().id(), envelope.behaviour())));
  }

  /** False if somebody else did, so that an answer is taken once. */
  boolean remove(Answer answer) {
    return answers.remove(answer.key, answer);
  }
}
