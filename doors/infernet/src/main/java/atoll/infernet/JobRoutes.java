package atoll.infernet;

import static atoll.infernet.Answers.error;
import static atoll.infernet.Answers.json;
import static atoll.infernet.Answers.object;

import atoll.infernet.config.ContainerConfig;
import atoll.infernet.json.PythonJson;
import atoll.jobs.JobId;
import atoll.jobs.JobRequest;
import atoll.jobs.Jobs;
import atoll.jobs.ReaderGoneException;
import atoll.jobs.StreamedJob;
import atoll.jobs.Submission;
import atoll.journal.JournalException;
import atoll.kernel.AtollException;
import atoll.kernel.Ticker;
import atoll.kernel.json.MalformedJsonException;
import atoll.web.Outlet;
import atoll.web.Request;
import atoll.web.Response;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Takes jobs: one, many, or one whose answer is streamed (Infernet §2.4 to §2.6). */
final class JobRoutes {
  private static final String ONE = "/api/jobs";
  private static final String STREAM = "/api/jobs/stream";
  private static final String BATCH = "/api/jobs/batch";
  private static final String INTERNAL = "Internal server error: ";
  private static final String NOT_ENQUEUED = "Could not enqueue job: ";
  private static final int MOST_ITEMS = 10_000;
  private static final int MOST_DELEGATED = 100;

  private final Jobs jobs;
  private final DelegatedAdmission delegated;
  private final Callers callers;
  private final Bodies bodies;
  private final Set<String> containers = new HashSet<>();
  private final ContainerLimits limits;

  JobRoutes(
      Jobs jobs,
      DelegatedAdmission delegated,
      Callers callers,
      Bodies bodies,
      List<ContainerConfig> containers,
      Ticker ticker) {
    this.jobs = jobs;
    this.delegated = delegated;
    this.callers = callers;
    this.bodies = bodies;
    for (var container : containers) this.containers.add(container.id());
    this.limits = new ContainerLimits(containers, ticker);
  }

  /** What was posted, or the answer to what cannot be read. */
  private sealed interface Posted {
    record Message(Messages message) implements Posted {}

    record Unreadable(Response answer) implements Posted {}
  }

  Response one(Request request) throws InterruptedException {
    var from = callers.address(request);
    return switch (bodies.with(request, body -> read(request, body))) {
      case Posted.Unreadable(var answer) -> answer;
      case Posted.Message(Messages.Neither(var why)) -> error(500, INTERNAL + why);
      case Posted.Message(Messages.Delegated(var subscription)) -> take(subscription, from);
      case Posted.Message(Messages.OffchainJob job) -> submit(request, job, from);
    };
  }

  private Response take(DelegatedSubscription subscription, InetAddress from) {
    try {
      return delegated
          .take(subscription, from)
          .map(refused -> refused(ONE, refused))
          .orElseGet(() -> json(200, object()));
    } catch (JournalException e) {
      return error(500, NOT_ENQUEUED + e.getMessage());
    }
  }

  private static Response refused(String endpoint, ObjectNode refusal) {
    new RefusalEvents(endpoint).refused(refusal);
    return json(405, refusal);
  }

  private Response submit(Request request, Messages.OffchainJob job, InetAddress from) {
    var nameless = nameless(job);
    if (nameless.isPresent()) return refused(ONE, nameless.get());
    var tooOften = limits.ask(job.services(), from);
    if (tooOften.isPresent()) return tooOften.get().on(error(429, "Too Many Requests"));
    var wanted = wanted(job, from);
    var key = request.idempotencyKey();
    if (key.isPresent()) wanted = wanted.named(JobId.of(wanted.client(), key.get()));
    return switch (jobs.submit(List.of(wanted), from).getFirst()) {
      case Submission.Accepted(var id) -> json(200, object().put("id", id.value()));
      case Submission.Refused(var reason) ->
          refused(ONE, Answers.refused(reason, Callers.text(from)));
      case Submission.Full(var why) -> error(500, NOT_ENQUEUED + why);
    };
  }

  Response stream(Request request) throws InterruptedException {
    var from = callers.address(request);
    return switch (bodies.with(request, body -> read(request, body))) {
      case Posted.Unreadable(var answer) -> answer;
      case Posted.Message(Messages.Neither(var why)) -> error(500, INTERNAL + why);
      case Posted.Message(Messages.Delegated _) ->
          error(405, "Streaming only supported for OffchainJob requests.");
      case Posted.Message(Messages.OffchainJob job) -> {
        var nameless = nameless(job);
        if (nameless.isPresent()) yield refused(STREAM, nameless.get());
        var tooOften = limits.ask(job.services(), from);
        yield tooOften.isPresent()
            ? tooOften.get().on(error(429, "Too Many Requests"))
            : open(job, from);
      }
    };
  }

  private Response open(Messages.OffchainJob job, InetAddress from) {
    return switch (jobs.stream(wanted(job, from), from)) {
      case Jobs.Streaming.Opened(var opened) ->
          new Response.Streamed(
              200, "text/html; charset=utf-8", outlet -> pass(opened, outlet), Map.of());
      case Jobs.Streaming.Refused(var reason) ->
          refused(STREAM, Answers.refused(reason, Callers.text(from)));
      case Jobs.Streaming.Full(var why) -> error(500, NOT_ENQUEUED + why);
    };
  }

  /** The id goes alone, since clients take the first thing that they read for it. */
  private static void pass(StreamedJob job, Outlet outlet) throws InterruptedException {
    outlet.line(job.id().value());
    try {
      job.run((buffer, length) -> {
        try {
          outlet.bytes(buffer, length);
        } catch (Outlet.ReaderGoneException e) {
          throw new ReaderGoneException(e);
        }
      });
    } catch (ReaderGoneException e) {
      if (e.getCause() instanceof Outlet.ReaderGoneException gone) throw gone;
      throw e;
    }
  }

  Response batch(Request request) throws InterruptedException {
    var from = callers.address(request);
    return bodies.with(
        request,
        body -> {
          JsonNode list;
          try {
            list = PythonJson.read(body);
          } catch (MalformedJsonException _) {
            return error(400, "Expected a list");
          }
          if (!list.isArray()) return error(400, "Expected a list");
          if (list.size() > MOST_ITEMS) return error(400, tooMany(list.size()));
          return json(200, batch(list, from));
        });
  }

  private static String tooMany(int items) {
    return "a batch has at most %d items, and this one has %d; send several"
        .formatted(MOST_ITEMS, items);
  }

  /** All jobs are made durable together; an item that is wrong spoils no other. */
  private ArrayNode batch(JsonNode list, InetAddress from) {
    var events = new RefusalEvents(BATCH);
    var answers = new ArrayList<Optional<ObjectNode>>();
    var wanted = new ArrayList<JobRequest>();
    var delegations = new AtomicInteger();
    for (var item : list)
      answers.add(
          switch (Messages.read(item)) {
            case Messages.Neither _ ->
                Optional.of(object().put("error", "Could not parse message"));
            case Messages.Delegated _ when delegations.incrementAndGet() > MOST_DELEGATED ->
                Optional.of(
                    Answers.refused(
                        "a batch has at most " + MOST_DELEGATED + " delegated subscriptions",
                        object()));
            case Messages.Delegated(var subscription) ->
                Optional.of(delegated(subscription, from, events));
            case Messages.OffchainJob job -> {
              var nameless = nameless(job);
              nameless.ifPresent(events::refused);
              if (nameless.isPresent()) yield nameless;
              if (limits.ask(job.services(), from).isPresent())
                yield Optional.of(Answers.refused("Too Many Requests", object()));
              wanted.add(wanted(job, from));
              yield Optional.empty();
            }
          });
    var submissions = jobs.submit(wanted, from).iterator();
    var all = JsonNodeFactory.instance.arrayNode();
    for (var answer : answers)
      all.add(answer.orElseGet(() -> item(submissions.next(), from, events)));
    events.end();
    return all;
  }

  private ObjectNode delegated(
      DelegatedSubscription subscription, InetAddress from, RefusalEvents events) {
    try {
      var refused = delegated.take(subscription, from);
      refused.ifPresent(events::refused);
      return refused.orElseGet(Answers::object);
    } catch (AtollException e) {
      return Answers.refused(NOT_ENQUEUED + e.getMessage(), object());
    }
  }

  private static ObjectNode item(Submission submission, InetAddress from, RefusalEvents events) {
    return switch (submission) {
      case Submission.Accepted(var id) -> object().put("id", id.value());
      case Submission.Refused(var reason) -> {
        var refused = Answers.refused(reason, Callers.text(from));
        events.refused(refused);
        yield refused;
      }
      case Submission.Full(var why) -> Answers.refused(NOT_ENQUEUED + why, object());
    };
  }

  private static JobRequest wanted(Messages.OffchainJob job, InetAddress from) {
    return JobRequest.of(Callers.client(from), job.services(), job.data(), job.requiresProof());
  }

  /** Why a job is refused that names a container by nothing: no service is called so. */
  private Optional<ObjectNode> nameless(Messages.OffchainJob job) {
    if (!job.containers().contains("")) return Optional.empty();
    return job.containers().stream()
        .filter(container -> !containers.contains(container))
        .findFirst()
        .map(Answers::notSupported);
  }

  private static Posted read(Request request, byte[] body) {
    if (!isJson(request.header("Content-Type").orElse("")))
      return new Posted.Unreadable(
          error(500, INTERNAL + "the body is not JSON; send Content-Type: application/json"));
    JsonNode tree;
    try {
      tree = PythonJson.read(body);
    } catch (MalformedJsonException e) {
      return new Posted.Unreadable(
          error(500, INTERNAL + "400 Bad Request: the body is not JSON: " + e.getMessage()));
    }
    if (!tree.isObject())
      return new Posted.Unreadable(
          error(500, INTERNAL + "the body is not an object but " + kind(tree)));
    return new Posted.Message(Messages.read(tree));
  }

  private static boolean isJson(String contentType) {
    int parameters = contentType.indexOf(';');
    var type =
        (parameters < 0 ? contentType : contentType.substring(0, parameters))
            .strip()
            .toLowerCase(Locale.ROOT);
    return type.equals("application/json")
        || type.startsWith("application/") && type.endsWith("+json");
  }

  private static String kind(JsonNode tree) {
    return "of type " + tree.getNodeType().name().toLowerCase(Locale.ROOT);
  }
}
