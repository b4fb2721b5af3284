package atoll.dms;

import atoll.actor.Actor;
import atoll.actor.Envelope;
import atoll.actor.Relayed;
import atoll.actor.SendOutcome;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import atoll.kernel.json.CanonicalJson;
import atoll.web.Method;
import atoll.web.Problem;
import atoll.web.RefusedException;
import atoll.web.Request;
import atoll.web.Response;
import atoll.web.Route;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The original's REST interface (DMS §12.1), with and without its prefix: passes on envelopes that
 * others signed, and hands back the answers. Takes any envelope that authenticates itself, and none
 * that does not, so a local process gains nothing here that its own key does not give it (W24).
 */
final class ActorRoutes {
  /** No request is held longer, however late its envelope expires. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  /** Of each route: whoever may use them is not known, so they leave room for the operator. */
  private static final int AT_ONCE = 64;

  private final Actor node;
  private final InstantSource clock;

  ActorRoutes(Actor node, InstantSource clock) {
    this.node = node;
    this.clock = clock;
  }

  List<Route> routes() {
    var routes = new ArrayList<Route>();
    for (var prefix : List.of("/api/v1", "")) {
      routes.add(
          Route.of(
              Method.GET,
              prefix + "/actor/handle",
              _ -> Response.json(200, node.handle().toJson())));
      routes.add(Route.of(Method.POST, prefix + "/actor/send", this::send));
      routes.add(Route.of(Method.POST, prefix + "/actor/invoke", this::invoke));
      routes.add(Route.of(Method.POST, prefix + "/actor/broadcast", this::broadcast));
    }
    return routes.stream()
        .map(r ->
            r.withBodyUpTo(Envelope.MAX_BYTES).withAtMost(AT_ONCE).refusingWith(ActorRoutes::error))
        .toList();
  }

  private Response send(Request request) throws InterruptedException {
    var outcome = await(node.relay(live(envelope(request), 400)));
    return outcome.equals(SendOutcome.SENT)
        ? Response.json(200, "{\"message\":\"message sent\"}")
        : error(notSent(outcome));
  }

  private Response invoke(Request request) throws InterruptedException {
    var envelope = envelope(request);
    if (envelope.isBroadcast() || envelope.replyTo().isEmpty())
      throw bad(
          "a message to invoke goes to one actor and names in opt.cont where the answer goes");
    return switch (await(node.relayInvoke(live(envelope, 408)))) {
      case Relayed.Answered(var answer) -> Response.json(200, answer.toJson());
      case Relayed.NotSent(var outcome) -> error(notSent(outcome));
      case Relayed.TimedOut() -> error(timedOut("no answer came before the message expired"));
    };
  }

  private Response broadcast(Request request) throws InterruptedException {
    var envelope = envelope(request);
    if (!envelope.isBroadcast()) throw bad("a message to broadcast goes to nobody and has a topic");
    if (envelope.expiresAt().isAfter(clock.instant().plus(LONGEST_WAIT)))
      throw bad(
          "answers are collected until the message expires; let it expire within "
              + LONGEST_WAIT.toMinutes()
              + " minutes");
    var answers = new CanonicalJson().beginArray();
    for (var answer : await(node.relayBroadcast(live(envelope, 400)))) answers.raw(answer.toJson());
    return Response.json(200, answers.endArray().toString());
  }

  private static Envelope envelope(Request request) {
    var envelope = Envelope.parse(request.body());
    if (!envelope.verifySignature()) throw bad("the message is not signed by its sender");
    return envelope;
  }

  private Envelope live(Envelope envelope, int statusIfExpired) {
    if (envelope.isExpired(clock.instant()))
      throw new RefusedException(
          new Problem(
              statusIfExpired,
              ErrorCode.EXPIRED,
              "the message expired at " + envelope.expiresAt()));
    return envelope;
  }

  private static <T> T await(CompletableFuture<T> future) throws InterruptedException {
    try {
      return future.get(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      future.cancel(false);
      throw new RefusedException(
          timedOut("no answer came within " + LONGEST_WAIT.toMinutes() + " minutes"));
    } catch (ExecutionException e) {
      throw e.getCause() instanceof AtollException known
          ? known
          : new AtollException(ErrorCode.INTERNAL, "passing on a message", e.getCause());
    }
  }

  private static Problem notSent(SendOutcome outcome) {
    return switch (outcome) {
      case SendOutcome.Unreachable(var why) -> new Problem(500, ErrorCode.UNREACHABLE, why);
      case SendOutcome.Overloaded(var why) -> new Problem(500, ErrorCode.OVERLOADED, why);
      case SendOutcome.Sent() -> throw new IllegalArgumentException("it was sent");
    };
  }

  private static Problem timedOut(String what) {
    return new Problem(408, ErrorCode.TIMED_OUT, what);
  }

  private static RefusedException bad(String what) {
    return new RefusedException(new Problem(400, ErrorCode.BAD_REQUEST, what));
  }

  /** The original knows 400, 408 and 500, and one shape. */
  private static Response error(Problem problem) {
    int status = problem.status() == 408 ? 408 : problem.status() < 500 ? 400 : 500;
    var json = new CanonicalJson().beginObject().name("error").value(problem.detail()).endObject();
    return Response.json(status, json.toString());
  }
}
