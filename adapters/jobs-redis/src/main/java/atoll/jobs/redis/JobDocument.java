package atoll.jobs.redis;

import atoll.jobs.Job;
import atoll.jobs.JobId;
import atoll.jobs.JobStatus;
import atoll.jobs.ServiceName;
import atoll.jobs.StepResult;
import atoll.kernel.json.CanonicalJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * A job as it stands in Redis (Infernet §6.1): {@code id}, {@code status}, {@code
 * intermediate_results}, {@code result}. What services answered is put in and taken out as it is.
 */
final class JobDocument {
  private static final int DEEPEST = 300; // what a service may answer, and what is around it
  private static final int LONGEST_NUMBER = 4300; // Python's own
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(64 << 20)
                  .maxNumberLength(LONGEST_NUMBER)
                  .build())
          .build();

  private JobDocument() {}

  static String write(Job job) {
    var results = job.results();
    int last = Math.max(0, results.size() - 1);
    var json = new CanonicalJson().beginObject();
    json.name("id").value(job.id().value()).name("status").value(job.status().wireName());
    json.name("intermediate_results").beginArray();
    results.subList(0, last).forEach(result -> write(json, result));
    json.endArray().name("result");
    if (results.isEmpty()) json.nullValue();
    else write(json, results.getLast());
    return json.endObject().toString();
  }

  private static void write(CanonicalJson json, StepResult result) {
    json.beginObject().name("container").value(result.service().value());
    switch (result) {
      case StepResult.Output(_, var output) -> json.name("output").raw(output);
      case StepResult.Failure(_, var error) -> json.name("error").value(error);
    }
    json.endObject();
  }

  /** Nothing if it is no job. */
  static Optional<Job> read(JobId id, String text) {
    try (var parser = JSON.createParser(ObjectReadContext.empty(), text)) {
      return parser.nextToken() == JsonToken.START_OBJECT
          ? job(id, parser, text)
          : Optional.empty();
    } catch (JacksonException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Optional<Job> job(JobId id, JsonParser parser, String text) {
    Optional<JobStatus> status = Optional.empty();
    var results = new ArrayList<StepResult>();
    StepResult last = null;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      var name = parser.currentName();
      var token = parser.nextToken();
      if (name.equals("status") && token == JsonToken.VALUE_STRING)
        status = JobStatus.of(parser.getString());
      else if (name.equals("intermediate_results") && token == JsonToken.START_ARRAY) {
        results.clear();
        while (parser.nextToken() == JsonToken.START_OBJECT) results.add(result(parser, text));
      } else if (name.equals("result"))
        last = token == JsonToken.START_OBJECT ? result(parser, text) : null;
      else parser.skipChildren();
    }
    if (last != null) results.add(last);
    var all = List.copyOf(results);
    return status.map(known -> new Job(id, known, all));
  }

  private static StepResult result(JsonParser parser, String text) {
    var container = "";
    @Nullable String output = null;
    var error = "";
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      var name = parser.currentName();
      var token = parser.nextToken();
      if (name.equals("container") && token == JsonToken.VALUE_STRING)
        container = parser.getString();
      else if (name.equals("error") && token == JsonToken.VALUE_STRING) error = parser.getString();
      else if (name.equals("output")) output = asItIs(parser, text);
      else parser.skipChildren();
    }
    var service = new ServiceName(container);
    return output == null
        ? new StepResult.Failure(service, error)
        : new StepResult.Output(service, output);
  }

  /** The value that the parser is at, in the letters in which it stands there. */
  private static String asItIs(JsonParser parser, String text) {
    int from = (int) parser.currentTokenLocation().getCharOffset();
    parser.skipChildren();
    parser.finishToken();
    return text.substring(from, (int) parser.currentLocation().getCharOffset()).strip();
  }
}
