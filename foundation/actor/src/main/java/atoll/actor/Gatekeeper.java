package atoll.actor;

import static java.util.Objects.requireNonNull;

import atoll.actor.BehaviourTable.Behaviour;
import atoll.actor.Counters.End;
import atoll.capability.Authorisation;
import atoll.capability.Capability;
import atoll.capability.CapabilityContext;
import atoll.capability.Consumed;
import atoll.capability.Expiry;
import atoll.capability.Grant;
import atoll.capability.MalformedTokenException;
import atoll.capability.Refusal;
import atoll.capability.TokenList;
import atoll.capability.Topic;
import atoll.identity.Did;
import atoll.kernel.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Decides on each message before any handler sees it (DMS §3.5): authenticated, in time, known,
 * affordable, authorised, and accepted for the first time, in this order. Who is authenticated is
 * told what failed; nobody else is. Holds no lock while it verifies; many check at once.
 */
final class Gatekeeper {
  /** How far clocks may be apart. */
  static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  private static final byte[] NO_TOKENS = TokenList.EMPTY.toBytes();

  private final CapabilityContext capabilities;
  private final Did audience;
  private final BehaviourTable behaviours;
  private final Awaited awaited;
  private final Senders senders;
  private final Limiter limiter;
  private final HandlerRunner runner;
  private final Outbox outbox;
  private final Counters counters;
  private final Dispatcher dispatcher;
  private final InstantSource clock;

  Gatekeeper(
      ActorEnvironment environment,
      BehaviourTable behaviours,
      Awaited awaited,
      Senders senders,
      Limiter limiter,
      HandlerRunner runner,
      Outbox outbox,
      Counters counters) {
    this.capabilities = environment.capabilities();
    this.audience = outbox.self().id().did();
    this.behaviours = behaviours;
    this.awaited = awaited;
    this.senders = senders;
    this.limiter = limiter;
    this.runner = runner;
    this.outbox = outbox;
    this.counters = counters;
    this.dispatcher = environment.dispatcher();
    this.clock = environment.clock();
  }

  void check(Envelope message, boolean authenticated) {
    if (!authenticated && !message.verifySignature()) {
      counters.count(End.UNAUTHENTICATED);
      return;
    }
    var answer = awaited.find(message);
    if (answer.isPresent()) take(message, answer.get());
    else if (message.isBroadcast() || message.to().sameActor(outbox.self())) judge(message);
    else counters.count(End.MISADDRESSED); // its asker stopped waiting in the meantime
  }

  private void judge(Envelope message) {
    var now = clock.instant();
    if (message.isExpired(now)) {
      refuse(
          message,
          End.EXPIRED,
          ErrorCode.EXPIRED,
          "the message expired at " + message.expiresAt() + ", it is " + now);
      return;
    }
    if (Long.compareUnsigned(message.nonce(), Expiry.at(now.plus(CLOCK_SKEW)).unixNanos()) > 0) {
      refuse(
          message,
          End.EXPIRED,
          ErrorCode.EXPIRED,
          "the message is from the future: its nonce is a time more than "
              + CLOCK_SKEW.toMinutes()
              + " minutes ahead");
      return;
    }
    var behaviour = behaviours.find(message.behaviour(), now);
    if (behaviour.isEmpty()) {
      refuse(
          message,
          End.UNKNOWN_BEHAVIOUR,
          ErrorCode.UNKNOWN_BEHAVIOUR,
          "no behaviour " + message.behaviour() + " is served here");
      return;
    }
    if (!limiter.allows(message)) {
      overloaded(message);
      return;
    }
    authorise(message, behaviour.get(), now);
  }

  private void authorise(Envelope message, Behaviour behaviour, Instant now) {
    Consumed tokens;
    try {
      tokens = consume(message);
    } catch (MalformedTokenException e) {
      refuse(message, End.BAD_REQUEST, ErrorCode.BAD_REQUEST, requireNonNull(e.getMessage()));
      return;
    }
    boolean kept = false;
    try {
      switch (authority(message, tokens, behaviour)) {
        case Authorisation.Allowed(var grant) ->
            kept = admit(message, behaviour, grant, tokens, now);
        case Authorisation.Refused(var reason, var explanation) ->
            refuse(
                message,
                End.UNAUTHORISED,
                ErrorCode.UNAUTHORISED,
                reason.wireName() + ": " + explanation);
      }
    } finally {
      if (!kept) tokens.close();
    }
  }

  private Authorisation authority(Envelope message, Consumed tokens, Behaviour behaviour) {
    var subject = senders.did(message.from().id());
    if (!message.isBroadcast())
      return capabilities.require(tokens, subject, audience, behaviour.anyOf);
    var topic = message.topic().orElseThrow();
    if (behaviour.topic.isEmpty() || !behaviour.topic.get().equals(topic))
      return new Authorisation.Refused(
          Refusal.WRONG_TOPIC, behaviour.name + " does not listen to " + topic);
    return capabilities.requireBroadcast(tokens, subject, topic, behaviour.anyOf);
  }

  /** Whether a handler runs now, or will. */
  private boolean admit(
      Envelope message, Behaviour behaviour, Grant grant, Consumed tokens, Instant now) {
    var topic = message.isBroadcast() ? behaviour.topic : Optional.<Topic>empty();
    if (!limiter.acquire(message, topic)) {
      overloaded(message);
      return false;
    }
    boolean runs = false;
    try {
      runs = isAccepted(message, now) && isFirst(behaviour, message);
      if (runs)
        runner.run(
            behaviour,
            message,
            grant,
            tokens,
            () -> {
              limiter.release(message, topic);
              senders.release(message);
            });
      return runs;
    } finally {
      if (!runs) limiter.release(message, topic);
    }
  }

  private boolean isAccepted(Envelope message, Instant now) {
    return switch (senders.admit(message, Expiry.at(now).unixNanos())) {
      case ADMITTED -> true;
      case IN_HAND -> {
        counters.count(End.REPEATED);
        yield false;
      }
      case REPLAYED -> {
        refuse(
            message,
            End.REPLAYED,
            ErrorCode.REPLAYED,
            "the message was accepted before, or is older than what is remembered of its sender");
        yield false;
      }
      case TOO_MANY -> {
        overloaded(message);
        yield false;
      }
    };
  }

  private boolean isFirst(Behaviour behaviour, Envelope message) {
    if (!behaviour.once || behaviours.remove(behaviour)) return true;
    senders.release(message);
    refuse(
        message,
        End.UNKNOWN_BEHAVIOUR,
        ErrorCode.UNKNOWN_BEHAVIOUR,
        behaviour.name + " was served once, and is no longer");
    return false;
  }

  private void take(Envelope message, Awaited.Answer answer) {
    var now = clock.instant();
    if (message.isExpired(now)) counters.count(End.EXPIRED);
    else if (!mayAnswer(message, answer)) counters.count(End.UNAUTHORISED);
    else if (!isNew(message, answer, now)) counters.count(End.REPEATED);
    else {
      counters.count(End.REPLY);
      dispatcher.execute(() -> {
        try {
          answer.taker.accept(message);
        } finally {
          if (answer.authorised) senders.release(message);
        }
      });
    }
  }

  private boolean mayAnswer(Envelope message, Awaited.Answer answer) {
    if (answer.by.isPresent()) return answer.by.get().equals(message.from().id());
    if (!answer.authorised) return true;
    try (var tokens = consume(message)) {
      var subject = senders.did(message.from().id());
      var needed = List.of(new Capability(answer.continuation()));
      return capabilities.require(tokens, subject, audience, needed)
          instanceof Authorisation.Allowed;
    } catch (MalformedTokenException e) {
      return false;
    }
  }

  private boolean isNew(Envelope message, Awaited.Answer answer, Instant now) {
    if (answer.once) return awaited.remove(answer);
    if (!answer.authorised) return true;
    return senders.admit(message, Expiry.at(now).unixNanos()) == Senders.Admission.ADMITTED;
  }

  private Consumed consume(Envelope message) {
    var tokens = message.content().capabilities();
    return capabilities.consume(message.from().did(), tokens.length == 0 ? NO_TOKENS : tokens);
  }

  private void overloaded(Envelope message) {
    refuse(
        message,
        End.OVERLOADED,
        ErrorCode.OVERLOADED,
        "too many messages are being handled; try again later");
  }

  /** Broadcasts are not answered: a thousand refusals help nobody. */
  private void refuse(Envelope message, End end, ErrorCode code, String reason) {
    counters.count(end);
    if (!message.isBroadcast())
      outbox.refuse(message, new NegativeReply(code, reason), clock.instant());
  }
}
