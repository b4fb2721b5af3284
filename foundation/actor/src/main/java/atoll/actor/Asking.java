package atoll.actor;

import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Questions that one actor asks, each until it is answered or expires (DMS §3.3). */
final class Asking implements AutoCloseable {
  private final Outbox outbox;
  private final Awaited awaited;
  private final Dispatcher dispatcher;
  private final InstantSource clock;
  private final Set<CompletableFuture<Reply>> open = ConcurrentHashMap.newKeySet();

  Asking(Outbox outbox, Awaited awaited, ActorEnvironment environment) {
    this.outbox = outbox;
    this.awaited = awaited;
    this.dispatcher = environment.dispatcher();
    this.clock = environment.clock();
  }

  CompletableFuture<Reply> invoke(Handle to, String behaviour, byte[] payload, Instant expiresAt) {
    var continuation = Behaviours.replyTo(outbox.nextNonce());
    var question =
        outbox.seal(
            Message.to(to, behaviour)
                .withPayload(payload)
                .expiringAt(expiresAt)
                .answeredTo(continuation));
    var reply = new CompletableFuture<Reply>();
    Awaited.Answer answer;
    try {
      answer =
          awaited.one(
              outbox.self().id(),
              continuation,
              to.id(),
              envelope -> reply.complete(Reply.of(envelope)));
    } catch (AtollException e) {
      return CompletableFuture.completedFuture(refused(e));
    }
    open.add(reply);
    var timer =
        dispatcher.schedule(
            Duration.between(clock.instant(), expiresAt),
            () -> reply.complete(new Reply.NoReply("no answer came before " + expiresAt)));
    var _ =
        outbox.post(question).thenAccept(outcome -> notSent(outcome).ifPresent(reply::complete));
    return reply.whenComplete((_, _) -> {
      timer.close();
      awaited.remove(answer);
      open.remove(reply);
    });
  }

  /**
   * @return closed, it hears no more answers
   */
  Registration broadcast(Message message, ReplyHandler handler) {
    var continuation = Behaviours.replyToBroadcast(message.behaviour(), outbox.nextNonce());
    var question = outbox.seal(message.answeredTo(continuation));
    var answer =
        awaited.many(
            outbox.self().id(),
            continuation,
            true,
            envelope -> handler.handle(envelope.from(), Reply.of(envelope)));
    var timer =
        dispatcher.schedule(
            Duration.between(clock.instant(), message.expiresAt().orElseThrow()),
            () -> awaited.remove(answer));
    outbox.publish(question);
    return () -> {
      timer.close();
      awaited.remove(answer);
    };
  }

  @Override
  public void close() {
    for (var reply : Set.copyOf(open)) reply.complete(new Reply.NoReply("the asking actor closed"));
  }

  private static Reply refused(AtollException e) {
    return new Reply.Refused(e.code(), String.valueOf(e.getMessage()));
  }

  private static Optional<Reply> notSent(SendOutcome outcome) {
    return switch (outcome) {
      case SendOutcome.Sent() -> Optional.empty();
      case SendOutcome.Unreachable(var why) -> Optional.of(new Reply.NoReply(why));
      case SendOutcome.Overloaded(var why) ->
          Optional.of(new Reply.Refused(ErrorCode.OVERLOADED, why));
    };
  }
}
