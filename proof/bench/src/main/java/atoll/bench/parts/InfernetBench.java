package atoll.bench.parts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import atoll.actor.VirtualThreadDispatcher;
import atoll.bench.Bench;
import atoll.bench.Effort;
import atoll.bench.Measurement;
import atoll.bench.Samples;
import atoll.bench.Scratch;
import atoll.bench.Stopwatch;
import atoll.infernet.ContainerSets;
import atoll.infernet.InfernetNode;
import atoll.infernet.Surroundings;
import atoll.infernet.config.ConfigReader;
import atoll.jobs.Client;
import atoll.jobs.JobBoard;
import atoll.jobs.JobId;
import atoll.jobs.JobStatus;
import atoll.jobs.ServiceName;
import atoll.journal.InMemoryJournal;
import atoll.journal.file.FileJournal;
import atoll.kernel.Lifecycle;
import atoll.kernel.Resources;
import atoll.subscriptions.Agenda;
import atoll.subscriptions.AgendaLimits;
import atoll.subscriptions.SubscriptionKey;
import atoll.subscriptions.Timetable;
import atoll.web.Metrics;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * An Infernet node with a durable journal and containers that answer at once, client and container
 * on the same machine: how fast it takes jobs, how fast it brings them to their end beside the
 * container alone, and how fast it decides what a block asks for.
 */
public final class InfernetBench implements Bench {
  private static final int CONNECTIONS = 64;

  /** Rounds until most of a node is compiled: it serves for months, not for seconds. */
  private static final int WARM_UP = 5;

  private static final String JOB = "{\"containers\":[\"%s\"],\"data\":{\"a\":1}}";
  private static final Client HERE = new Client("127.0.0.1");

  @Override
  public List<Measurement> measure(Effort effort) throws Exception {
    var measurements = new ArrayList<Measurement>();
    try (var scratch = new Scratch();
        var image = new BenchImage();
        var bare = HttpLoad.trivialContainer();
        var parts = new Lifecycle()) {
      var containers = new ArrayList<Container>();
      for (var script : List.of("flask", "plain"))
        PythonContainer.start(script + "_container.py", image, scratch)
            .map(parts::add)
            .ifPresent(python -> containers.add(new Container(script, python.port())));
      containers.add(new Container("bare", bare.getLocalPort()));
      var node = start(containers, scratch, parts);
      measurements.add(accepted(effort, node));
      measurements.add(beside(effort, node, containers));
    }
    measurements.add(decided(effort));
    measurements.add(lookup(effort));
    return measurements;
  }

  /**
   * Something to run jobs on: {@code flask}, which is what Infernet's examples are made of, {@code
   * plain} on Python's own HTTP server, both in Docker; {@code bare} on sockets of this process.
   */
  private record Container(String id, int port) {}

  /** With the first of the containers; what the others give is told beside. */
  private static Measurement beside(Effort effort, InfernetNode node, List<Container> containers)
      throws InterruptedException {
    var first = Beside.measure(effort, node, containers.getFirst());
    var told = Measurement.of("infernet.container", first.percent());
    told = first.addTo(told);
    for (var container : containers.subList(1, containers.size()))
      told = Beside.measure(effort, node, container).addTo(told);
    return told;
  }

  private static InfernetNode start(List<Container> containers, Scratch scratch, Lifecycle parts)
      throws InterruptedException {
    VirtualThreadDispatcher.leaveAProcessorToOthers(); // as ./atoll infernet does
    var dispatcher = parts.add(new VirtualThreadDispatcher("bench"));
    var journal =
        parts.add(FileJournal.open(scratch.root().resolve("infernet"), dispatcher::execute));
    var config =
        """
        {"manage_containers": false,
         "server": {"port": 0, "rate_limit": {"num_requests": 1000000000, "period": 1}},
         "containers": [%s]}
        """
            .formatted(
                containers.stream()
                    .map(each ->
                        "{\"id\": \"%s\", \"url\": \"http://127.0.0.1:%d\"}"
                            .formatted(each.id(), each.port()))
                    .collect(joining(", ")));
    return parts.add(
        InfernetNode.start(
            ConfigReader.parse("bench", config.getBytes(UTF_8)),
            new Surroundings(
                Map.of(),
                journal,
                Optional.empty(),
                Resources.NONE,
                scratch.root(),
                InetAddress.getLoopbackAddress(),
                dispatcher,
                InstantSource.system(),
                System::nanoTime,
                new Random(1),
                new Metrics(),
                256 << 20,
                "0.1.0",
                JobBoard.NONE),
            (_, _, _, _) -> Optional.empty()));
  }

  private static Measurement accepted(Effort effort, InfernetNode node)
      throws InterruptedException {
    long nanos = nanos(effort);
    int rounds = effort.times(5, 1);
    var accepted = new double[rounds];
    var p99 = new double[rounds];
    var processor = new double[rounds];
    var post = post(node, "bare");
    for (int warm = effort.times(WARM_UP, 0); warm > 0; warm--) {
      var _ = accept(post, node, nanos);
    }
    for (int round = 0; round < rounds; round++) {
      var taken = accept(post, node, nanos);
      accepted[round] = taken.perSecond();
      p99[round] = taken.p99Millis();
      processor[round] = taken.processorMicros();
    }
    return Measurement.of("infernet.accepted", Samples.of(accepted))
        .with("connections", CONNECTIONS)
        .with("p99_ms", Samples.of(p99).median())
        .with("processor_us", Samples.of(processor).median());
  }

  private static long nanos(Effort effort) {
    return effort.times(3_000, 50) * 1_000_000L;
  }

  private static HttpLoad post(InfernetNode node, String container) {
    var request = HttpLoad.post("/api/jobs", JOB.formatted(container));
    return new HttpLoad(node.port(), request, CONNECTIONS);
  }

  /** What was accepted is run before anything else is measured. */
  private static HttpLoad.Outcome accept(HttpLoad post, InfernetNode node, long nanos)
      throws InterruptedException {
    var outcome = post.run(nanos, _ -> {});
    while (node.jobs().underWay() > 0) Thread.onSpinWait();
    return outcome;
  }

  /** Jobs to their end a second, and what the same client gets from the container by itself. */
  private record Beside(String container, Samples percent, Samples jobs, Samples alone) {
    static Beside measure(Effort effort, InfernetNode node, Container container)
        throws InterruptedException {
      long nanos = nanos(effort);
      int rounds = effort.times(5, 1);
      var jobs = new double[rounds];
      var alone = new double[rounds];
      var percent = new double[rounds];
      var post = post(node, container.id());
      var direct =
          new HttpLoad(
              container.port(),
              HttpLoad.post("/service_output", JOB.formatted(container.id())),
              CONNECTIONS);
      for (int round = -effort.times(WARM_UP, 0); round < rounds; round++) {
        double ended = post.run(nanos, body -> end(node, body)).perSecond();
        double answered = direct.run(nanos / 3, _ -> {}).perSecond();
        if (round < 0) continue;
        jobs[round] = ended;
        alone[round] = answered;
        percent[round] = 100 * ended / answered;
      }
      return new Beside(container.id(), Samples.of(percent), Samples.of(jobs), Samples.of(alone));
    }

    Measurement addTo(Measurement measurement) {
      return measurement
          .with(container + "_percent", percent.median())
          .with(container + "_jobs_per_s", jobs.median())
          .with(container + "_alone_per_s", alone.median());
    }
  }

  private static void end(InfernetNode node, String body) throws InterruptedException {
    var id = new JobId(body.substring(body.indexOf(":\"") + 2, body.lastIndexOf('"')));
    var job = node.jobs().await(HERE, id);
    if (job.isEmpty() || job.get().status() != JobStatus.SUCCESS)
      throw new IllegalStateException("a job did not succeed: " + job);
  }

  private static Measurement decided(Effort effort) {
    int subscriptions = effort.times(10_000, 100);
    var agenda = new Agenda<String>(new InMemoryJournal(), "bench", AgendaLimits.USUAL);
    for (int id = 1; id <= subscriptions; id++)
      agenda.track(
          new SubscriptionKey.OnChain(id), new Timetable(1000, 60 + id % 7, 1_000_000, 1), "c");
    var millis = new double[effort.times(50, 3)];
    for (int round = 0; round < millis.length; round++) {
      var watch = new Stopwatch();
      var decided = agenda.decide(2000 + round, round, Instant.EPOCH);
      millis[round] = watch.stop().millis();
      if (decided.due().size() != subscriptions)
        throw new IllegalStateException(decided.due().size() + " are due");
    }
    return Measurement.of("infernet.decided", Samples.of(millis))
        .with("subscriptions", subscriptions);
  }

  private static Measurement lookup(Effort effort) {
    var services = IntStream.range(0, 12).mapToObj(i -> new ServiceName("service-" + i)).toList();
    var sets = new ContainerSets(services);
    var ids = new ArrayList<String>();
    for (var first : services)
      for (var second : services)
        if (!first.equals(second)) ids.add(ContainerSets.id(List.of(first, second)));
    var millis = new double[effort.times(50, 3)];
    for (int round = 0; round < millis.length; round++) {
      var watch = new Stopwatch();
      for (var id : ids)
        if (sets.search(id).isEmpty()) throw new IllegalStateException("an id was not found");
      millis[round] = watch.stop().millis() / ids.size();
    }
    return Measurement.of("infernet.lookup", Samples.of(millis)).with("ids", ids.size());
  }
}
