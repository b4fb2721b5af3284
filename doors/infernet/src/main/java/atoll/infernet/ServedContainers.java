package atoll.infernet;

import atoll.infernet.config.ContainerConfig;
import atoll.infernet.config.InfernetConfig;
import atoll.infernet.containers.ContainerCalls;
import atoll.infernet.containers.HealthWatch;
import atoll.infernet.containers.ManagedContainers;
import atoll.infernet.containers.ServiceAddresses;
import atoll.jobs.ServiceName;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import atoll.kernel.Lifecycle;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The containers of a node, started where they are managed here.
 *
 * @param calls of them
 * @param health of those that can be asked for it
 */
record ServedContainers(
    List<ContainerConfig> all,
    Optional<ManagedContainers> managed,
    ContainerCalls calls,
    HealthWatch health) {
  private static final Logger LOG = LoggerFactory.getLogger("orchestration.docker");

  /**
   * Blocks until they can be called, as far as that is waited for.
   *
   * @param parts of the node, which close what this adds
   * @throws AtollException if one cannot be started
   */
  static ServedContainers start(
      InfernetConfig config,
      Surroundings world,
      List<ContainerConfig> containers,
      ServiceAddresses addresses,
      Lifecycle parts)
      throws InterruptedException {
    var managed = managed(config, world, containers, parts);
    var calls = parts.add(new ContainerCalls(world.dispatcher()));
    var health =
        parts.add(new HealthWatch(containers, addresses, calls, managed, world.dispatcher()));
    health.begin();
    if (managed.isPresent() && !containers.stream().allMatch(one -> one.health().isPresent())) {
      LOG.atInfo()
          .addKeyValue("seconds", config.startupWaitSeconds())
          .log("Waiting for container startup");
      world.pause(config.startupWaitSeconds());
    }
    health.await(managed.isPresent());
    return new ServedContainers(containers, managed, calls, health);
  }

  private static Optional<ManagedContainers> managed(
      InfernetConfig config, Surroundings world, List<ContainerConfig> containers, Lifecycle parts)
      throws InterruptedException {
    if (!config.manageContainers() || containers.isEmpty()) return Optional.empty();
    var managed =
        parts.add(
            new ManagedContainers(
                containers,
                config.docker(),
                world.machine(),
                world.folder(),
                world.executor().orElseThrow(ServedContainers::noEngine),
                world.journal(),
                world.dispatcher(),
                world.clock()));
    managed.start();
    return Optional.of(managed);
  }

  private static AtollException noEngine() {
    return new AtollException(
        ErrorCode.CONFIG_REFUSED,
        "the containers are to be managed here, and there is no container engine; start one, or"
            + " set manage_containers to false and give each container a url");
  }

  /** Ids of those that run and are well. Never blocks. */
  Set<String> running() {
    return managed.map(ManagedContainers::running).orElseGet(this::ids).stream()
        .filter(id -> health.trouble(new ServiceName(id)).isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> ids() {
    return all.stream().map(ContainerConfig::id).collect(Collectors.toSet());
  }
}
