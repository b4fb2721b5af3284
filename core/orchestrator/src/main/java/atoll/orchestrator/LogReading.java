package atoll.orchestrator;

import atoll.actor.Actor;
import atoll.actor.Handle;
import atoll.actor.Reply;
import atoll.kernel.EnsembleId;
import atoll.kernel.json.MalformedJsonException;
import atoll.orchestrator.machine.AllocationState;
import atoll.protocol.Behaviours;
import atoll.protocol.LogsAnswer;
import atoll.protocol.LogsRequest;
import java.time.Duration;
import java.time.InstantSource;

/** Reads what allocations print from their providers. Blocks until those answer. */
record LogReading(Actor node, InstantSource clock) {
  /** For the question and its answer to travel, beside what the provider may wait for output. */
  private static final Duration TRAVEL = Duration.ofSeconds(5);

  LogChunk read(DeploymentDriver driver, String allocation, LogQuery query, Duration wait)
      throws InterruptedException {
    var deployment = driver.view();
    var found =
        deployment.allocations().stream()
            .filter(a -> a.id().manifestKey().equals(allocation))
            .findFirst();
    if (found.isEmpty()) return new LogChunk.Unknown();
    var state = found.get();
    var provider = driver.providerOf(state.id());
    if (provider.isEmpty() || state.startedAt().isEmpty() && !state.status().ended())
      return new LogChunk.NotStarted();
    return read(deployment.id(), provider.get(), request(state, query, wait), wait);
  }

  private static LogsRequest request(AllocationState state, LogQuery query, Duration wait) {
    return new LogsRequest(
        state.id().value(),
        query.stream() == LogQuery.Stream.STDERR,
        query.offset(),
        query.maxBytes(),
        wait.toMillis());
  }

  private LogChunk read(EnsembleId id, Handle provider, LogsRequest request, Duration wait)
      throws InterruptedException {
    var expiresAt = clock.instant().plus(wait).plus(TRAVEL);
    return switch (Waiting.on(
        node.invoke(provider, Behaviours.allocationLogs(id), request.toJson(), expiresAt))) {
      case Reply.Answered answered -> chunk(answered.payload());
      case Reply.Refused(var code, var reason) ->
          new LogChunk.Unavailable("refused (" + code.wireName() + "): " + reason);
      case Reply.NoReply(var why) -> new LogChunk.Unavailable("no answer: " + why);
    };
  }

  private static LogChunk chunk(byte[] payload) {
    try {
      var answer = LogsAnswer.parse(payload);
      return answer.error().isEmpty()
          ? new LogChunk.Bytes(answer.data(), answer.nextOffset(), answer.end())
          : new LogChunk.Unavailable(answer.error());
    } catch (MalformedJsonException e) {
      return new LogChunk.Unavailable("the provider's answer makes no sense: " + e.getMessage());
    }
  }
}
