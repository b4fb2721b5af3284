package atoll.actor;

import static java.util.Objects.requireNonNullElse;

import atoll.actor.BehaviourTable.Behaviour;
import atoll.actor.Counters.End;
import atoll.capability.Consumed;
import atoll.capability.Grant;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs handlers, each in a task of its own, and answers for those that fail. */
final class HandlerRunner {
  private static final Logger log = LoggerFactory.getLogger(HandlerRunner.class);

  private final Dispatcher dispatcher;
  private final InstantSource clock;
  private final Outbox outbox;
  private final Counters counters;

  HandlerRunner(ActorEnvironment environment, Outbox outbox, Counters counters) {
    this.dispatcher = environment.dispatcher();
    this.clock = environment.clock();
    this.outbox = outbox;
    this.counters = counters;
  }

  /**
   * @param tokens what the answer chains on; closed when that is no longer possible
   * @param done called when the handler has returned
   */
  void run(Behaviour behaviour, Envelope message, Grant grant, Consumed tokens, Runnable done) {
    var received = new Received(message, grant, clock, outbox);
    dispatcher.execute(() -> {
      try {
        handle(behaviour.handler, received);
      } finally {
        done.run();
        release(tokens, received);
      }
    });
  }

  private void handle(Handler handler, Received message) {
    try {
      handler.handle(message);
      counters.count(End.HANDLED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failed(message, ErrorCode.INTERNAL, "the actor is stopping");
    } catch (AtollException e) {
      failed(message, e.code(), requireNonNullElse(e.getMessage(), e.code().wireName()));
    } catch (Exception e) {
      log.error("handler of {} failed", message.envelope(), e);
      failed(message, ErrorCode.INTERNAL, "the behaviour failed here; its operator's log says why");
    }
  }

  private void failed(Received message, ErrorCode code, String reason) {
    counters.count(End.FAILED);
    if (!message.isAnswered()) message.refuse(code, reason);
  }

  /** An answer may come after the handler returned, and needs the tokens then. */
  private void release(Consumed tokens, Received message) {
    if (message.isAnswered() || !message.wantsReply()) tokens.close();
    else dispatcher.schedule(message.remaining(), tokens::close);
  }
}
