package atoll.provider;

import atoll.actor.Actor;
import atoll.actor.BehaviourOptions;
import atoll.actor.Received;
import atoll.actor.Registration;
import atoll.identity.Did;
import atoll.kernel.AtollException;
import atoll.kernel.EnsembleId;
import atoll.kernel.ErrorCode;
import atoll.protocol.Behaviours;
import atoll.protocol.LogsAnswer;
import atoll.protocol.LogsRequest;
import atoll.protocol.ShutdownRequest;
import atoll.protocol.StateRequest;
import atoll.workload.CapturedOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an orchestrator may ask of this node for an ensemble that it has something of here (DMS
 * §4.7): output, an end, and how all of it stands. Safe for any thread.
 */
final class EnsembleBehaviours {
  private final Actor node;
  private final Provider provider;
  private final Map<EnsembleId, List<Registration>> served = new HashMap<>();

  EnsembleBehaviours(Actor node, Provider provider) {
    this.node = node;
    this.provider = provider;
  }

  /** Repeating is harmless. */
  synchronized void serve(EnsembleId ensemble) {
    served.computeIfAbsent(
        ensemble,
        _ ->
            List.of(
                node.on(
                    Behaviours.allocationLogs(ensemble),
                    BehaviourOptions.DEFAULT,
                    m -> logs(m, ensemble)),
                node.on(
                    Behaviours.allocationShutdown(ensemble),
                    BehaviourOptions.DEFAULT,
                    m -> shutDown(m, ensemble)),
                node.on(
                    Behaviours.state(ensemble),
                    BehaviourOptions.DEFAULT,
                    m -> state(m, ensemble))));
  }

  synchronized void serveNoMore(EnsembleId ensemble) {
    var registrations = served.remove(ensemble);
    if (registrations != null) registrations.forEach(Registration::close);
  }

  private static Did owner(Received message) {
    return message.grant().principal();
  }

  private void state(Received message, EnsembleId ensemble) {
    var request = StateRequest.parse(message.payload());
    refuseOthers(ensemble, request.ensemble());
    message.reply(provider.state(request, owner(message)).toJson());
  }

  private void shutDown(Received message, EnsembleId ensemble) throws InterruptedException {
    var request = ShutdownRequest.parse(message.payload());
    refuseOthers(ensemble, request.allocation().ensemble());
    message.reply(provider.shutDown(request, owner(message)).toJson());
  }

  /** What one may ask of an ensemble must not be asked of another in its place. */
  private static void refuseOthers(EnsembleId asked, EnsembleId named) {
    if (!asked.equals(named))
      throw new AtollException(ErrorCode.BAD_REQUEST, named + " is another ensemble");
  }

  private void logs(Received message, EnsembleId ensemble) throws InterruptedException {
    var request = LogsRequest.parse(message.payload());
    var output = provider.output(ensemble, request.allocation(), owner(message));
    if (output.isEmpty()) {
      message.reply(
          new LogsAnswer(
                  request.offset(),
                  request.offset(),
                  0,
                  false,
                  new byte[0],
                  "no output of " + request.allocation() + " here")
              .toJson());
      return;
    }
    message.reply(read(output.get(), request).toJson());
  }

  private static LogsAnswer read(CapturedOutput output, LogsRequest request)
      throws InterruptedException {
    var stream = request.stderr() ? CapturedOutput.Stream.STDERR : CapturedOutput.Stream.STDOUT;
    boolean more =
        output.awaitBeyond(stream, request.offset(), Duration.ofMillis(request.waitMillis()));
    try {
      var data = output.read(stream, request.offset(), request.maxBytes());
      long next = request.offset() + data.length;
      return new LogsAnswer(
          request.offset(), next, output.file(stream).toFile().length(), !more, data, "");
    } catch (IOException e) {
      throw new AtollException(
          ErrorCode.STORAGE_FAILED, "reading output of " + request.allocation(), e);
    }
  }
}
