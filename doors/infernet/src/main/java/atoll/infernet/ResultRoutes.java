package atoll.infernet;

import static atoll.infernet.Answers.error;
import static atoll.infernet.Answers.json;
import static atoll.infernet.Answers.object;

import atoll.infernet.json.PythonJson;
import atoll.jobs.Client;
import atoll.jobs.Job;
import atoll.jobs.JobId;
import atoll.jobs.JobStatus;
import atoll.jobs.Jobs;
import atoll.jobs.ServiceName;
import atoll.jobs.StepResult;
import atoll.journal.JournalException;
import atoll.kernel.json.MalformedJsonException;
import atoll.web.Request;
import atoll.web.Response;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Tells a client of its own jobs, and takes what containers say of theirs (Infernet §2.7). */
final class ResultRoutes {
  private static final Set<JobStatus> ENDED = Set.of(JobStatus.SUCCESS, JobStatus.FAILED);

  private static final int MOST_CONTAINERS = 1000;

  /** Of one answer; a job that is larger is told alone. */
  private static final long MOST_TOLD = 32 << 20;

  private final Jobs jobs;
  private final Callers callers;
  private final Bodies bodies;

  ResultRoutes(Jobs jobs, Callers callers, Bodies bodies) {
    this.jobs = jobs;
    this.callers = callers;
    this.bodies = bodies;
  }

  Response jobs(Request request) throws InterruptedException {
    var client = Callers.client(callers.address(request));
    var ids = LaxQuery.values(request, "id");
    return ids.isEmpty() ? list(client, request) : results(client, ids, request);
  }

  private Response list(Client client, Request request) {
    var pending = LaxQuery.first(request, "pending").orElse("");
    var ids = JsonNodeFactory.instance.arrayNode();
    if (!pending.equals("false"))
      jobs.list(client, Set.of(JobStatus.RUNNING)).forEach(id -> ids.add(id.value()));
    if (!pending.equals("true")) jobs.list(client, ENDED).forEach(id -> ids.add(id.value()));
    return json(200, ids);
  }

  /** One that is asked for twice is told twice, as the original does. */
  private Response results(Client client, List<String> ids, Request request)
      throws InterruptedException {
    boolean intermediate = LaxQuery.first(request, "intermediate").orElse("").equals("true");
    var known = new HashMap<String, Optional<Job>>();
    var told = new ArrayList<Job>();
    long length = 0;
    for (var id : ids) {
      var job = known.computeIfAbsent(id, name -> find(client, name));
      if (job.isEmpty()) continue;
      length += length(job.get());
      if (length > MOST_TOLD && !told.isEmpty())
        return error(400, "these results are too large together; ask for fewer ids at once");
      told.add(job.get());
    }
    return bodies.holding(length, () -> documents(told, intermediate));
  }

  private static long length(Job job) {
    return job.results().stream().mapToLong(result -> result.text().length()).sum();
  }

  private static Response.Whole documents(List<Job> jobs, boolean intermediate) {
    var ended = new ArrayList<ObjectNode>();
    var running = new ArrayList<ObjectNode>();
    for (var job : jobs)
      (job.status() == JobStatus.RUNNING ? running : ended).add(document(job, intermediate));
    return json(200, JsonNodeFactory.instance.arrayNode().addAll(ended).addAll(running));
  }

  private Optional<Job> find(Client client, String id) {
    try {
      return jobs.find(client, new JobId(id));
    } catch (IllegalArgumentException _) {
      return Optional.empty(); // no job is called so
    }
  }

  private static ObjectNode document(Job job, boolean intermediate) {
    var results = job.results();
    var document = object().put("id", job.id().value()).put("status", job.status().wireName());
    if (results.isEmpty()) document.putNull("result");
    else document.set("result", entry(results.getLast()));
    if (intermediate) {
      ArrayNode earlier = document.putArray("intermediate_results");
      for (int i = 0; i < results.size() - 1; i++) earlier.add(entry(results.get(i)));
    }
    return document;
  }

  private static ObjectNode entry(StepResult result) {
    var entry = object().put("container", result.service().value());
    switch (result) {
      case StepResult.Output(_, var output) -> entry.set("output", PythonJson.read(output));
      case StepResult.Failure(_, var error) -> entry.put("error", error);
    }
    return entry;
  }

  Response report(Request request) throws InterruptedException {
    var from = callers.address(request);
    if (!LocalPeers.mayReport(from)) return error(403, "Unauthorized");
    return bodies.with(request, body -> report(body, from));
  }

  private Response report(byte[] sent, InetAddress from) {
    try {
      var body = PythonJson.read(sent);
      var status = JobStatus.of(text(body, "status"));
      if (status.isEmpty()) return error(400, "Status is invalid");
      var id = new JobId(text(body, "id"));
      jobs.report(Callers.client(from), id, status.get(), services(body));
      return json(200, JsonNodeFactory.instance.nullNode());
    } catch (MalformedJsonException | IllegalArgumentException | JournalException _) {
      return error(500, "Could not store job status");
    }
  }

  private static String text(JsonNode body, String name) {
    var member = body.get(name);
    if (member == null || !member.isString())
      throw new MalformedJsonException(name + " is not a string");
    return member.stringValue();
  }

  private static List<ServiceName> services(JsonNode body) {
    var containers = body.get("containers");
    if (containers == null || !containers.isArray())
      throw new MalformedJsonException("containers is not a list");
    var services = new ArrayList<ServiceName>();
    if (containers.size() > MOST_CONTAINERS)
      throw new MalformedJsonException("containers is longer than " + MOST_CONTAINERS);
    for (var container : containers) {
      if (!container.isString()) throw new MalformedJsonException("containers is not of strings");
      services.add(new ServiceName(container.stringValue()));
    }
    return services;
  }
}
