package atoll.orchestrator;

import atoll.actor.Handle;
import atoll.actor.Reply;
import atoll.journal.Codec;
import atoll.journal.RecordVersion;
import atoll.kernel.EnsembleId;
import atoll.kernel.ErrorCode;
import atoll.kernel.NodeName;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import atoll.kernel.json.StrictJson;
import atoll.orchestrator.machine.Effect;
import atoll.orchestrator.machine.Timeouts;
import atoll.protocol.Behaviours;
import atoll.protocol.RevertRequest;
import atoll.protocol.ShutdownRequest;
import atoll.protocol.StateReport;
import atoll.protocol.StateRequest;
import java.time.Duration;
import java.time.Instant;

/**
 * What a provider has to be told until it has heard it, whatever becomes of the deployment: that it
 * has to give something up, which else would run for nobody.
 *
 * @param until when what it is about has ended by itself, since its lease is over
 */
record Owed(EnsembleId ensemble, Effect.Telling telling, Instant until) {
  static Owed of(EnsembleId ensemble, Effect.Telling telling, Instant now) {
    return new Owed(ensemble, telling, now.plus(Timeouts.STANDING));
  }

  /** The same for the same, and for nothing else. */
  String key() {
    return ensemble
        + switch (telling) {
          case Effect.ShutDown end -> "/shutdown/" + end.request().lease().orElseThrow();
          case Effect.Revert revert -> "/revert/" + revert.attempt() + "/" + revert.node();
          case Effect.HaveNothing nothing -> "/nothing/" + nothing.provider().id().peerId().text();
        };
  }

  Handle provider() {
    return telling.provider();
  }

  String behaviour() {
    return switch (telling) {
      case Effect.ShutDown _ -> Behaviours.allocationShutdown(ensemble);
      case Effect.Revert _ -> Behaviours.REVERT;
      case Effect.HaveNothing _ -> Behaviours.state(ensemble);
    };
  }

  byte[] payload() {
    return switch (telling) {
      case Effect.ShutDown end -> end.request().toJson();
      case Effect.Revert revert -> revert.request().toJson();
      case Effect.HaveNothing nothing -> nothing.request().toJson();
    };
  }

  /** How long an answer may take. */
  Duration patience() {
    return switch (telling) {
      case Effect.ShutDown _ -> Timeouts.SHUTDOWN;
      case Effect.Revert _ -> Timeouts.REVERT;
      case Effect.HaveNothing _ -> Timeouts.BEAT;
    };
  }

  /** The answer as far as this goes: an answer that something is still there is none. */
  Reply heard(Reply reply) {
    return switch (reply) {
      case Reply.Answered answered when telling instanceof Effect.HaveNothing ->
          hasNothing(answered.payload()) ? answered : new Reply.NoReply("it has something yet");
      case Reply.Answered _, Reply.Refused _, Reply.NoReply _ -> reply;
    };
  }

  /** Whether it need not be told again: it is done, or refused for a reason that does not pass. */
  static boolean isFinal(Reply heard) {
    return switch (heard) {
      case Reply.Answered _ -> true;
      case Reply.Refused(var code, _) ->
          !code.retryable() && code != ErrorCode.EXPIRED && code != ErrorCode.REPLAYED;
      case Reply.NoReply _ -> false;
    };
  }

  private static boolean hasNothing(byte[] answer) {
    try {
      var report = StateReport.parse(answer);
      return report.ok()
          && report.allocations().values().stream().allMatch(it -> it.status().ended());
    } catch (MalformedJsonException e) {
      return false;
    }
  }

  /** As it is remembered. */
  static final class Written implements Codec<Owed> {
    private static final int VERSION = 1;

    @Override
    public byte[] encode(Owed owed) {
      var out = RecordVersion.write(new CanonicalJson(512).beginObject(), VERSION);
      out.name("ensemble").value(owed.ensemble.value());
      owed.provider().write(out.name("provider"));
      out.name("until").value(owed.until.toEpochMilli());
      switch (owed.telling) {
        case Effect.ShutDown _ -> out.name("tell").value("shutdown");
        case Effect.HaveNothing _ -> out.name("tell").value("nothing");
        case Effect.Revert revert ->
            out.name("tell")
                .value("revert")
                .name("attempt")
                .value((long) revert.attempt())
                .name("node")
                .value(revert.node().value());
      }
      return out.name("request").value(owed.payload()).endObject().toBytes();
    }

    @Override
    public Owed decode(byte[] bytes) {
      var fields = Fields.of(StrictJson.MESSAGE.read(bytes));
      RecordVersion.require(fields, VERSION);
      return new Owed(
          new EnsembleId(fields.text("ensemble")),
          telling(fields),
          Instant.ofEpochMilli(fields.integer("until")));
    }

    private static Effect.Telling telling(Fields fields) {
      var provider =
          fields
              .find("provider")
              .map(Handle::read)
              .orElseThrow(() -> new MalformedJsonException("nobody is owed this"));
      var request = fields.bytes("request");
      return switch (fields.text("tell")) {
        case "shutdown" -> new Effect.ShutDown(provider, ShutdownRequest.parse(request));
        case "nothing" -> new Effect.HaveNothing(provider, StateRequest.parse(request));
        case "revert" ->
            new Effect.Revert(
                Math.toIntExact(fields.integer("attempt")),
                provider,
                new NodeName(fields.text("node")),
                RevertRequest.parse(request));
        default -> throw new MalformedJsonException(fields.text("tell") + " is nothing to tell");
      };
    }
  }
}
