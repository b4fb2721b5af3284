package atoll.infernet;

import atoll.infernet.config.ContainerConfig;
import atoll.infernet.config.ContainerShare;
import atoll.infernet.config.InfernetConfig;
import atoll.infernet.containers.CallTimes;
import atoll.infernet.containers.ContainerWorker;
import atoll.infernet.containers.HealthyWorker;
import atoll.infernet.containers.PortAssignment;
import atoll.infernet.containers.ServiceAddresses;
import atoll.infernet.containers.ServiceResources;
import atoll.infernet.operations.Insight;
import atoll.infernet.operations.KeptId;
import atoll.infernet.operations.MeasuredWorker;
import atoll.infernet.operations.NodeMetrics;
import atoll.infernet.operations.PendingJobs;
import atoll.infernet.operations.Reporting;
import atoll.infernet.operations.Statistics;
import atoll.jobs.JobDesk;
import atoll.jobs.JobLimits;
import atoll.jobs.Jobs;
import atoll.jobs.ServiceName;
import atoll.jobs.Tally;
import atoll.jobs.Worker;
import atoll.kernel.AtollException;
import atoll.kernel.Lifecycle;
import atoll.web.Bind;
import atoll.web.Limits;
import atoll.web.WebServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running Infernet node: its containers, its jobs and its server. */
public final class InfernetNode implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("server.rest");
  private static final Limits LIMITS =
      new Limits(
          Bodies.LARGEST, 64 << 10, Duration.ofSeconds(60), Duration.ofSeconds(75), 4096, 1024);

  private static final double MOST_DRAINING_SECONDS = 3;
  private static final int LOOKS = 60;

  private final Lifecycle parts;
  private final WebServer server;
  private final Jobs jobs;
  private final Surroundings world;

  private InfernetNode(Lifecycle parts, WebServer server, Jobs jobs, Surroundings world) {
    this.world = world;
    this.parts = parts;
    this.server = server;
    this.jobs = jobs;
  }

  /**
   * Starts the containers and waits for them as long as the configuration says, then goes on with
   * jobs that were cut off, then serves. Whatever was started is stopped again if that fails.
   *
   * @param chains opens the chain that the configuration names
   * @throws AtollException if a part cannot be started; the message says which and why
   */
  public static InfernetNode start(
      InfernetConfig config, Surroundings world, ServedChain.Opener chains)
      throws InterruptedException {
    var parts = new Lifecycle();
    try {
      return start(config, world, chains, parts);
    } catch (InterruptedException | RuntimeException e) {
      try {
        parts.close();
      } catch (RuntimeException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
  }

  private static InfernetNode start(
      InfernetConfig config, Surroundings world, ServedChain.Opener chains, Lifecycle parts)
      throws InterruptedException {
    var containers = assigned(config);
    var addresses = new ServiceAddresses(containers, world.environment());
    var served = ServedContainers.start(config, world, containers, addresses, parts);
    var services = containers.stream().map(one -> new ServiceName(one.id())).toList();
    var calls = served.calls();
    Supplier<Set<String>> running = served::running;
    var worker =
        new HealthyWorker(
            new MeasuredWorker(
                new ContainerWorker(addresses, calls, new CallTimes(containers)),
                services,
                world.ticker(),
                world.metrics()),
            served.health());
    var jobs = desk(config, world, worker, parts);
    var chain = chains.open(config, world, jobs, parts);
    var pending = new PendingJobs(jobs, chain.map(ServedChain::pending).orElse(() -> 0));
    NodeMetrics.register(world.metrics(), jobs.tally(), services, running, pending);
    var statistics = statistics(config, world, jobs.tally(), chain, pending);
    var door =
        new InfernetDoor(
            config,
            jobs,
            new ServiceResources(addresses, calls, world.dispatcher()),
            running,
            chain.map(ServedChain::delegations),
            pending,
            chain.map(ServedChain::address).orElse(""),
            world.version(),
            world.bodyBytes(),
            world.clock(),
            world.ticker(),
            new Insight(
                world.metrics(),
                statistics,
                chain.map(ServedChain::reports).orElse(List::of),
                chain.flatMap(ServedChain::earnings),
                jobs::latest));
    var server = serve(config, world, door, parts);
    config.server().tls().ifPresent(tls -> CertificateTerm.check(tls, world.clock().instant()));
    new Reporting(world.metrics(), statistics, world.dispatcher(), world.clock(), world.ticker())
        .begin(config, () -> lacking(services, running.get(), chain), parts);
    LOG.atInfo()
        .addKeyValue("addr", world.address().getHostAddress())
        .addKeyValue("port", server.port())
        .log("Serving REST webserver");
    return new InfernetNode(parts, server, jobs, world);
  }

  private static JobDesk desk(
      InfernetConfig config, Surroundings world, Worker worker, Lifecycle parts) {
    return parts.add(
        JobDesk.open(
            new JobDesk.Parts(
                world.journal(),
                InfernetDoor.admission(config),
                worker,
                world.dispatcher(),
                world.clock(),
                world.random(),
                JobLimits.DEFAULT.within(Runtime.getRuntime().maxMemory()),
                new JobEvents(world.board()))));
  }

  private static Statistics statistics(
      InfernetConfig config,
      Surroundings world,
      Tally tally,
      Optional<ServedChain> chain,
      PendingJobs pending) {
    return new Statistics(
        config,
        new Statistics.Identity(
            KeptId.in(world.journal(), world.random()),
            chain.map(one -> new Statistics.Identity.Account(one.address(), one.chainId())),
            world.version()),
        tally,
        pending,
        world.machine(),
        world.ticker());
  }

  private static WebServer serve(
      InfernetConfig config, Surroundings world, InfernetDoor door, Lifecycle parts) {
    return parts.add(
        WebServer.listen(
            new Bind(world.address(), config.server().port(), Set.of(), Set.of())
                .withTls(config.server().tls()),
            door.routes(),
            LIMITS,
            world.metrics(),
            world.ticker(),
            InfernetDoor::refusal));
  }

  private static List<ContainerConfig> assigned(InfernetConfig config) {
    var assigned = PortAssignment.assign(config.containers());
    for (int i = 0; i < assigned.size(); i++) {
      var wanted = config.containers().get(i);
      if (assigned.get(i).port() != wanted.port() && wanted.url().isEmpty())
        LOG.warn(
            "Port {} is taken by another container, so {} gets {}",
            wanted.port(),
            wanted.id(),
            assigned.get(i).port());
      if (config.manageContainers() && !(wanted.url() + wanted.bearer()).isEmpty())
        LOG.warn(
            "Container {} is managed here, and its url and bearer are used all the same",
            wanted.id());
      if (!config.manageContainers() && !wanted.share().equals(ContainerShare.ALL))
        LOG.warn(
            "Container {} is not managed here, so its memory and cpus limit nothing", wanted.id());
    }
    return assigned;
  }

  /** What a look at the node should find, and does not. */
  private static List<String> lacking(
      List<ServiceName> services, Set<String> running, Optional<ServedChain> chain) {
    var lacking = new ArrayList<String>();
    for (var service : services)
      if (!running.contains(service.value())) lacking.add("container " + service);
    chain.ifPresent(one -> lacking.addAll(one.lacking().get()));
    return lacking;
  }

  /** The port that it serves on. */
  public int port() {
    return server.port();
  }

  public Jobs jobs() {
    return jobs;
  }

  /**
   * Takes nothing more, and lets what is under way end for a moment; what does not goes on next
   * time. Blocks for less than half a minute.
   */
  @Override
  public void close() {
    server.close();
    try {
      for (int look = 0; look < LOOKS && jobs.underWay() > 0; look++)
        world.pause(MOST_DRAINING_SECONDS / LOOKS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    parts.close();
  }
}
