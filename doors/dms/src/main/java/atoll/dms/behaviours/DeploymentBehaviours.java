package atoll.dms.behaviours;

import static atoll.dms.behaviours.Served.object;
import static atoll.dms.behaviours.Served.request;

import atoll.actor.Received;
import atoll.capability.Grant;
import atoll.dms.behaviours.Served.Failure;
import atoll.ensemble.Ensemble;
import atoll.ensemble.EnsembleWire;
import atoll.ensemble.ParseResult;
import atoll.kernel.AtollException;
import atoll.kernel.EnsembleId;
import atoll.kernel.ErrorCode;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.orchestrator.Deployments;
import atoll.orchestrator.RequestId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/** What changes deployments (DMS §4.5). A message's expiry is the deployment's deadline. */
record DeploymentBehaviours(Deployments deployments, Supplier<Grant> own, InstantSource clock) {
  /** The original wants 59 s, so that its own steps fit; ours need less (specs/README, dms). */
  private static final Duration LEAST_PATIENCE = Duration.ofSeconds(5);

  void serve(Served served) {
    served.on("/dms/node/deployment/new", Failure.STATUS_ERROR, this::submit);
    served.on("/dms/node/deployment/update", Failure.OK_ERROR, this::update);
    served.on("/dms/node/deployment/shutdown", Failure.OK_ERROR, this::shutdown);
    served.on("/dms/node/deployment/delete", Failure.LOWER_OK_ERROR, this::delete);
    served.on("/dms/node/deployment/prune", Failure.LOWER_OK_ERROR, this::prune);
  }

  private CanonicalJson submit(Received message) {
    var patience = patience(message);
    var ensemble = ensemble(request(message));
    var id = deployments.submit(message.grant(), requestId(message), ensemble, patience);
    return object()
        .name("Status")
        .value("OK")
        .name("EnsembleID")
        .value(id.value())
        .name("Error")
        .value("")
        .endObject();
  }

  private CanonicalJson update(Received message) throws InterruptedException {
    var patience = patience(message);
    var fields = request(message);
    var id = id(fields, "EnsembleID");
    return switch (deployments.update(message.grant(), id, ensemble(fields), patience)) {
      case Deployments.UpdateAnswer.Begun() -> done();
      case Deployments.UpdateAnswer.Unknown() -> throw unknown(id);
      case Deployments.UpdateAnswer.NotRunning(var status) ->
          throw new AtollException(
              ErrorCode.CONFLICT,
              "deployment "
                  + id
                  + " is "
                  + status.wireName()
                  + ", and only a running one is changed");
      case Deployments.UpdateAnswer.Refused(var why) ->
          throw new AtollException(ErrorCode.BAD_REQUEST, why);
    };
  }

  private CanonicalJson shutdown(Received message) {
    var id = id(request(message), "ID");
    return switch (deployments.shutdown(message.grant(), id)) {
      case Deployments.ShutdownAnswer.Begun() -> done();
      case Deployments.ShutdownAnswer.Unknown() -> throw unknown(id);
      case Deployments.ShutdownAnswer.NotRunning(var status) ->
          throw new AtollException(
              ErrorCode.CONFLICT,
              "deployment "
                  + id
                  + " is "
                  + status.wireName()
                  + ", and only a running one is shut down");
    };
  }

  private CanonicalJson delete(Received message) {
    var id = id(request(message), "orchestrator_id");
    if (!deployments.forget(message.grant(), id))
      throw new AtollException(
          ErrorCode.CONFLICT, "deployment " + id + " is not known here, or has not ended");
    return lowerDone();
  }

  private CanonicalJson prune(Received message) {
    var fields = request(message);
    boolean all = fields.truth("all");
    var before = fields.optionalText("before").filter(text -> !text.isBlank());
    if (!all && before.isEmpty())
      throw new AtollException(
          ErrorCode.BAD_REQUEST, "say which deployments: all, or those that ended before, like 7d");
    var limit = all ? Instant.MAX : PastInstant.parse(before.get(), clock.instant());
    var authority = own.get();
    for (var deployment : deployments.list(authority)) {
      if (!deployment.status().ended()
          || deployment.completedAt().orElse(deployment.updatedAt()).isAfter(limit)) continue;
      boolean forgotten =
          deployments.forget(authority, deployment.id()); // or somebody else was faster
      if (!forgotten && deployments.find(authority, deployment.id()).isPresent())
        throw new AtollException(
            ErrorCode.CONFLICT, "deployment " + deployment.id() + " could not be forgotten");
    }
    return lowerDone();
  }

  /** Names the message itself, so that a repeated one deploys once. */
  private static RequestId requestId(Received message) {
    var envelope = message.envelope();
    return new RequestId(
        envelope.from().id().text() + "." + Long.toUnsignedString(envelope.nonce()));
  }

  private static Duration patience(Received message) {
    var left = message.remaining();
    if (left.compareTo(LEAST_PATIENCE) < 0)
      throw new AtollException(
          ErrorCode.BAD_REQUEST,
          "the message expires in "
              + left.toMillis()
              + " ms, and so would the deployment; let it expire in at least "
              + LEAST_PATIENCE.toSeconds()
              + " s");
    return left;
  }

  private static Ensemble ensemble(Fields request) {
    var node =
        request
            .find("Ensemble")
            .orElseThrow(() -> new AtollException(ErrorCode.BAD_REQUEST, "Ensemble is missing"));
    return switch (EnsembleWire.read(node)) {
      case ParseResult.Parsed(var ensemble) -> ensemble;
      case ParseResult.Invalid invalid ->
          throw new AtollException(ErrorCode.BAD_REQUEST, "the ensemble is not valid:\n" + invalid);
    };
  }

  static EnsembleId id(Fields request, String name) {
    try {
      return new EnsembleId(request.text(name));
    } catch (IllegalArgumentException e) {
      throw new AtollException(ErrorCode.BAD_REQUEST, name + ": " + e.getMessage(), e);
    }
  }

  static AtollException unknown(EnsembleId id) {
    return new AtollException(ErrorCode.NOT_FOUND, "no deployment " + id + " is known here");
  }

  private static CanonicalJson done() {
    return object().name("OK").value(true).name("Error").value("").endObject();
  }

  private static CanonicalJson lowerDone() {
    return object().name("ok").value(true).name("error").value("").endObject();
  }
}
