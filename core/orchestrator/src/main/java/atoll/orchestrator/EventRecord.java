package atoll.orchestrator;

import atoll.journal.Codec;
import atoll.journal.RecordVersion;
import atoll.kernel.AllocationStatus;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.NodeName;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import atoll.kernel.json.StrictJson;
import atoll.market.ProviderId;
import atoll.orchestrator.machine.DeploymentEvent;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** An event of a deployment as it is remembered. */
final class EventRecord implements Codec<DeploymentEvent> {
  private static final int VERSION = 1;

  @Override
  public byte[] encode(DeploymentEvent event) {
    var out = RecordVersion.write(new CanonicalJson(128).beginObject(), VERSION);
    out.name("number").value(event.number()).name("at").value(event.at().toEpochMilli());
    switch (event) {
      case DeploymentEvent.StatusChanged e ->
          out.name("status").value(e.status().name()).name("detail").value(e.detail());
      case DeploymentEvent.BidsCollected e ->
          out.name("asked")
              .value((long) e.providersAsked())
              .name("answered")
              .value((long) e.answered());
      case DeploymentEvent.WaitingForRoom e -> out.name("waits").value(e.cause());
      case DeploymentEvent.NodePlaced e ->
          out.name("node").value(e.node().value()).name("provider").value(e.provider().value());
      case DeploymentEvent.AllocationChanged e -> {
        out.name("allocation").value(e.allocation()).name("is").value(e.status().name());
        e.exitCode().ifPresent(code -> out.name("exit_code").value((long) code));
        out.name("detail").value(e.detail());
      }
      case DeploymentEvent.Reverted e -> out.name("reverted").value(e.cause());
    }
    return out.endObject().toBytes();
  }

  @Override
  public DeploymentEvent decode(byte[] bytes) {
    var fields = Fields.of(StrictJson.MESSAGE.read(bytes));
    RecordVersion.require(fields, VERSION);
    long number = fields.integer("number");
    var at = Instant.ofEpochMilli(fields.integer("at"));
    if (has(fields, "status"))
      return new DeploymentEvent.StatusChanged(
          number, at, DeploymentStatus.valueOf(fields.text("status")), fields.text("detail"));
    if (has(fields, "asked"))
      return new DeploymentEvent.BidsCollected(
          number,
          at,
          Math.toIntExact(fields.integer("asked")),
          Math.toIntExact(fields.integer("answered")));
    if (has(fields, "waits"))
      return new DeploymentEvent.WaitingForRoom(number, at, fields.text("waits"));
    if (has(fields, "node"))
      return new DeploymentEvent.NodePlaced(
          number, at, new NodeName(fields.text("node")), new ProviderId(fields.text("provider")));
    if (has(fields, "allocation")) {
      Optional<Long> code = fields.optionalInteger("exit_code");
      return new DeploymentEvent.AllocationChanged(
          number,
          at,
          fields.text("allocation"),
          AllocationStatus.valueOf(fields.text("is")),
          code.isPresent() ? OptionalInt.of(Math.toIntExact(code.get())) : OptionalInt.empty(),
          fields.text("detail"));
    }
    if (has(fields, "reverted"))
      return new DeploymentEvent.Reverted(number, at, fields.text("reverted"));
    throw new MalformedJsonException("an event of no known kind");
  }

  private static boolean has(Fields fields, String name) {
    return fields.find(name).isPresent();
  }
}
