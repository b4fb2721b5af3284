package atoll.actor;

import atoll.identity.ActorId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Passes on envelopes that others signed, such as a user's at the command line, and keeps the
 * answers that come to their handles here (DMS §12.1). Adds no authority of its own.
 */
final class Relay {
  /** Answers to one broadcast that are kept; more are dropped. */
  private static final int MAX_ANSWERS = 4096;

  private final Outbox outbox;
  private final Awaited awaited;
  private final Dispatcher dispatcher;
  private final InstantSource clock;

  Relay(Outbox outbox, Awaited awaited, ActorEnvironment environment) {
    this.outbox = outbox;
    this.awaited = awaited;
    this.dispatcher = environment.dispatcher();
    this.clock = environment.clock();
  }

  /** Whoever the caller asked answers to {@code taker}, once, or anyone any number of times. */
  Registration register(
      Handle caller, String continuation, Optional<ActorId> by, Consumer<Envelope> taker) {
    var answer =
        by.isPresent()
            ? awaited.one(caller.id(), continuation, by.get(), taker)
            : awaited.many(caller.id(), continuation, false, taker);
    return () -> awaited.remove(answer);
  }

  CompletableFuture<Relayed> invoke(Envelope question) {
    if (question.isBroadcast())
      throw new IllegalArgumentException("the envelope is a broadcast, which is not invoked");
    var continuation =
        question
            .replyTo()
            .orElseThrow(() -> new IllegalArgumentException("the envelope asks for no answer"));
    var outcome = new CompletableFuture<Relayed>();
    var registration =
        register(
            question.from(),
            continuation,
            Optional.of(question.to().id()),
            answer -> outcome.complete(new Relayed.Answered(answer)));
    var timer = atExpiry(question, () -> outcome.complete(new Relayed.TimedOut()));
    var _ =
        outbox
            .post(question)
            .thenAccept(sent -> {
              if (!sent.equals(SendOutcome.SENT)) outcome.complete(new Relayed.NotSent(sent));
            });
    return outcome.whenComplete((_, _) -> {
      timer.close();
      registration.close();
    });
  }

  CompletableFuture<List<Envelope>> broadcast(Envelope question) {
    if (!question.isBroadcast())
      throw new IllegalArgumentException("the envelope is no broadcast, it has a receiver");
    var collected = new CompletableFuture<List<Envelope>>();
    var answers = new ArrayList<Envelope>();
    var registration =
        question
            .replyTo()
            .map(continuation ->
                register(question.from(), continuation, Optional.empty(), keptIn(answers)))
            .orElse(() -> {});
    atExpiry(
        question,
        () -> {
          registration.close();
          synchronized (answers) {
            collected.complete(List.copyOf(answers));
          }
        });
    outbox.publish(question);
    return collected;
  }

  private static Consumer<Envelope> keptIn(List<Envelope> answers) {
    return answer -> {
      synchronized (answers) {
        if (answers.size() < MAX_ANSWERS) answers.add(answer);
      }
    };
  }

  private Registration atExpiry(Envelope question, Runnable task) {
    return dispatcher.schedule(Duration.between(clock.instant(), question.expiresAt()), task);
  }
}
