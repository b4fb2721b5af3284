package atoll.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import atoll.journal.Codec;
import atoll.journal.RecordVersion;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.StrictJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Job records as JSON. What clients and services wrote is in base64, so that its size is known. */
final class JobRecordCodec implements Codec<JobRecord> {
  private static final int VERSION = 1;
  private static final StrictJson JSON = new StrictJson(64 << 20, 8);

  @Override
  public byte[] encode(JobRecord job) {
    var json = RecordVersion.write(new CanonicalJson().beginObject(), VERSION);
    json.name("client").value(job.client().name()).name("id").value(job.id().value());
    switch (job) {
      case JobRecord.Running(var request, _, var runs) -> running(json, request, runs);
      case JobRecord.Ended(_, _, var status, var results, var at) -> {
        ended(json, "ended", status, at).name("results").beginArray();
        results.forEach(result -> result(json, result));
        json.endArray();
      }
      case JobRecord.Reported(_, _, var status, var at) -> ended(json, "reported", status, at);
    }
    return json.endObject().toBytes();
  }

  private static void running(CanonicalJson json, JobRequest request, int runs) {
    json.name("state").value("running").name("services").beginArray();
    request.services().forEach(service -> json.value(service.value()));
    json.endArray()
        .name("input")
        .value(request.input().getBytes(UTF_8))
        .name("proof")
        .value(request.requiresProof())
        .name("origin")
        .value(request.origin().name())
        .name("destination")
        .value(request.destination().name())
        .name("runs")
        .value(runs);
  }

  private static CanonicalJson ended(
      CanonicalJson json, String state, JobStatus status, Instant at) {
    return json.name("state")
        .value(state)
        .name("status")
        .value(status.wireName())
        .name("at")
        .value(at.toEpochMilli());
  }

  private static void result(CanonicalJson json, StepResult result) {
    json.beginObject().name("service").value(result.service().value());
    switch (result) {
      case StepResult.Output(_, var output) -> json.name("output").value(output.getBytes(UTF_8));
      case StepResult.Failure(_, var error) -> json.name("error").value(error.getBytes(UTF_8));
    }
    json.endObject();
  }

  @Override
  public JobRecord decode(byte[] bytes) {
    var fields = Fields.of(JSON.read(bytes));
    RecordVersion.require(fields, VERSION);
    var client = new Client(fields.text("client"));
    var id = new JobId(fields.text("id"));
    return switch (fields.text("state")) {
      case "running" ->
          new JobRecord.Running(
              request(client, id, fields), id, Math.toIntExact(fields.integer("runs")));
      case "ended" -> new JobRecord.Ended(client, id, status(fields), results(fields), at(fields));
      case "reported" -> new JobRecord.Reported(client, id, status(fields), at(fields));
      default -> throw new IllegalArgumentException("no such state: " + fields.text("state"));
    };
  }

  private static JobRequest request(Client client, JobId id, Fields fields) {
    return new JobRequest(
        client,
        Optional.of(id),
        fields.texts("services").stream().map(ServiceName::new).toList(),
        new String(fields.bytes("input"), UTF_8),
        fields.truth("proof"),
        Origin.valueOf(fields.text("origin")),
        Destination.valueOf(fields.text("destination")));
  }

  private static List<StepResult> results(Fields fields) {
    var results = new ArrayList<StepResult>();
    for (var result : fields.objects("results")) {
      var service = new ServiceName(result.text("service"));
      results.add(
          result.find("output").isPresent()
              ? new StepResult.Output(service, new String(result.bytes("output"), UTF_8))
              : new StepResult.Failure(service, new String(result.bytes("error"), UTF_8)));
    }
    return results;
  }

  private static JobStatus status(Fields fields) {
    return JobStatus.of(fields.text("status"))
        .orElseThrow(() -> new IllegalArgumentException("no such status"));
  }

  private static Instant at(Fields fields) {
    return Instant.ofEpochMilli(fields.integer("at"));
  }
}
