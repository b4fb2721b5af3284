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
import atoll.jobs.ServiceName;
import atoll.jobs.StreamedJob;
import atoll.jobs.Submission;
import atoll.journal.JournalException;
import atoll.kernel.Ticker;
import atoll.kernel.json.MalformedJsonException;
import atoll.web.Outlet;
import atoll.web.Request;
import atoll.web.Response;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Takes jobs: one, many, or one whose answer is streamed (Infernet §2.4 to §2.6). */
final class JobRoutes {
  private static final String INTERNAL = "Internal server error: ";
  private static final String NOT_ENQUEUED = "Could not enqueue job: ";
  private static final int MOST_ITEMS = 10_000;
  private static final int MOST_DELEGATED = 100;

  private final Jobs jobs;
  private final DelegatedAdmission delegated;
  private final Callers callers;
  private final Bodies bodies;
  private final Map<ServiceName, RateLimiter> limits = new HashMap<>();

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
    for (var container : containers)
      container
          .rateLimit()
          .ifPresent(
              limit -> limits.put(new ServiceName(container.id()), new RateLimiter(limit, ticker)));
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
      case Posted.Message(Messages.Delegated(var subscription)) ->
          delegated
              .take(subscription, from)
              .map(refused -> json(405, refused))
              .orElseGet(() -> json(200, object()));
      case Posted.Message(Messages.OffchainJob job) -> submit(request, job, from);
    };
  }

  private Response submit(Request request, Messages.OffchainJob job, InetAddress from) {
    var tooOften = tooOften(job, from);
    if (tooOften.isPresent()) return tooOften.get().on(error(429, "Too Many Requests"));
    var wanted = wanted(job, from);
    var key = request.idempotencyKey();
    if (key.isPresent()) wanted = wanted.named(JobId.of(wanted.client(), key.get()));
    try {
      return switch (jobs.submit(List.of(wanted), from).getFirst()) {
        case Submission.Accepted(var id) -> json(200, object().put("id", id.value()));
        case Submission.Refused(var reason) -> Answers.refusal(reason, Callers.text(from));
        case Submission.Full(var why) -> error(500, NOT_ENQUEUED + why);
      };
    } catch (JournalException e) {
      return error(500, NOT_ENQUEUED + e.getMessage());
    }
  }

  Response stream(Request request) throws InterruptedException {
    var from = callers.address(request);
    return switch (bodies.with(request, body -> read(request, body))) {
      case Posted.Unreadable(var answer) -> answer;
      case Posted.Message(Messages.Neither(var why)) -> error(500, INTERNAL + why);
      case Posted.Message(Messages.Delegated _) ->
          error(405, "Streaming only supported for OffchainJob requests.");
      case Posted.Message(Messages.OffchainJob job) -> {
        var tooOften = tooOften(job, from);
        yield tooOften.isPresent()
            ? tooOften.get().on(error(429, "Too Many Requests"))
            : open(job, from);
      }
    };
  }

  private Response open(Messages.OffchainJob job, InetAddress from) {
    try {
      return switch (jobs.stream(wanted(job, from), from)) {
        case Jobs.Streaming.Opened(var opened) ->
            new Response.Streamed(
                200, "text/html; charset=utf-8", outlet -> pass(opened, outlet), Map.of());
        case Jobs.Streaming.Refused(var reason) -> Answers.refusal(reason, Callers.text(from));
        case Jobs.Streaming.Full(var why) -> error(500, NOT_ENQUEUED + why);
      };
    } catch (JournalException e) {
      return error(500, NOT_ENQUEUED + e.getMessage());
    }
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
          try {
            return json(200, batch(list, from));
          } catch (JournalException e) {
            return error(500, NOT_ENQUEUED + e.getMessage());
          }
        });
  }

  private static String tooMany(int items) {
    return "a batch has at most %d items, and this one has %d; send several"
        .formatted(MOST_ITEMS, items);
  }

  /** All jobs are made durable together; an item that is wrong spoils no other. */
  private ArrayNode batch(JsonNode list, InetAddress from) {
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
                    object()
                        .put(
                            "error",
                            "a batch has at most " + MOST_DELEGATED + " delegated subscriptions"));
            case Messages.Delegated(var subscription) ->
                Optional.of(delegated.take(subscription, from).orElseGet(Answers::object));
            case Messages.OffchainJob job -> {
              if (tooOften(job, from).isPresent())
                yield Optional.of(Answers.refused("Too Many Requests", object()));
              wanted.add(wanted(job, from));
              yield Optional.empty();
            }
          });
    var submissions = jobs.submit(wanted, from).iterator();
    var all = JsonNodeFactory.instance.arrayNode();
    for (var answer : answers) all.add(answer.orElseGet(() -> item(submissions.next(), from)));
    return all;
  }

  private static ObjectNode item(Submission submission, InetAddress from) {
    return switch (submission) {
      case Submission.Accepted(var id) -> object().put("id", id.value());
      case Submission.Refused(var reason) -> Answers.refused(reason, Callers.text(from));
      case Submission.Full(var why) -> Answers.refused(NOT_ENQUEUED + why, object());
    };
  }

  private static JobRequest wanted(Messages.OffchainJob job, InetAddress from) {
    return JobRequest.of(Callers.client(from), job.services(), job.data(), job.requiresProof());
  }

  private Optional<RateLimiter.Verdict> tooOften(Messages.OffchainJob job, InetAddress from) {
    for (var service : job.services()) {
      var limiter = limits.get(service);
      if (limiter == null) continue;
      var verdict = limiter.ask(service.value(), Callers.text(from));
      if (verdict.isRejection()) return Optional.of(verdict);
    }
    return Optional.empty();
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
