package atoll.orchestrator;

import atoll.actor.Actor;
import atoll.actor.Handle;
import atoll.actor.Reply;
import atoll.kernel.ErrorCode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/** Asks an actor; what cannot be sent counts as refused. Never blocks. */
record Invoking(Actor asker, InstantSource clock) {
  CompletableFuture<Reply> invoke(Handle to, String behaviour, byte[] payload, Duration patience) {
    try {
      return asker.invoke(to, behaviour, payload, clock.instant().plus(patience));
    } catch (IllegalArgumentException e) { // too big to be sent
      return CompletableFuture.completedFuture(
          new Reply.Refused(ErrorCode.BAD_REQUEST, String.valueOf(e.getMessage())));
    }
  }
}
