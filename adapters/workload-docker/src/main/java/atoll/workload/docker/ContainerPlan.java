package atoll.workload.docker;

import atoll.kernel.Resources;
import atoll.workload.Program;
import atoll.workload.Workload;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Volume;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything the engine is told about a container, decided without asking anyone.
 *
 * <p>Images keep working: the user, working folder, stop signal and health of the image stay, there
 * is no terminal (it would merge the two streams), and processes may gain privileges as su and sudo
 * do. Of the engine's default capabilities two are dropped of a confined program that is not
 * privileged: NET_RAW, with which neighbours on the engine's bridge could be impersonated, and
 * MKNOD. Memory includes swap. No DNS settings: there is no subnet yet.
 */
record ContainerPlan(
    String name,
    String image,
    Optional<List<String>> entrypoint,
    Optional<List<String>> command,
    List<String> environment,
    Optional<String> workingDirectory,
    Map<String, String> labels,
    List<ExposedPort> ports,
    List<Volume> volumes,
    HostConfig host) {
  /** Processes and threads at once: enough for a JVM or a build, too few for a fork bomb. */
  private static final long MAX_PROCESSES = 4096;

  /** In a row, by the engine itself (Infernet §3.3). */
  private static final int MOST_RESTARTS = 5;

  /** The engine refuses less (Docker Engine: "Range of CPUs is from 0.01"). */
  private static final long MIN_NANO_CPUS = 10_000_000;

  /**
   * The engine keeps what a container wrote only to let a capture resume. Beyond this it forgets
   * the oldest; the driver keeps bytes as they are, which the default one does not.
   */
  private static final Map<String, String> LOG_OPTIONS =
      Map.of("max-size", "512m", "max-file", "2", "compress", "false");

  /**
   * @param provision what runs before the program, if anything does
   * @param diskLimit whether the engine takes one
   */
  static ContainerPlan of(
      String name,
      Workload workload,
      Program.Container program,
      ImageConfig image,
      Optional<Provisioning> provision,
      Map<String, String> labels,
      GpuOptions gpus,
      boolean diskLimit) {
    var own = CommandLine.of(program, image);
    var volumes = AskedVolumes.of(program.volumes());
    return new ContainerPlan(
        name,
        program.image(),
        provision.map(Provisioning::entrypoint).or(program::entrypoint),
        provision.isPresent() ? Optional.of(own) : program.command(),
        program.environment().entrySet().stream()
            .map(e -> e.getKey() + "=" + e.getValue())
            .sorted()
            .toList(),
        program.workingDirectory(),
        labels,
        workload.ports().stream().map(p -> ExposedPort.tcp(p.workloadPort())).toList(),
        volumes.nameless(),
        host(workload, program, volumes, provision, gpus, diskLimit));
  }

  CreateContainerCmd applyTo(CreateContainerCmd order) {
    entrypoint.ifPresent(order::withEntrypoint);
    command.ifPresent(order::withCmd);
    workingDirectory.ifPresent(order::withWorkingDir);
    if (!volumes.isEmpty()) order.withVolumes(volumes);
    return order
        .withName(name)
        .withEnv(environment)
        .withLabels(labels)
        .withExposedPorts(ports)
        .withTty(false)
        .withHostConfig(host);
  }

  private static HostConfig host(
      Workload workload,
      Program.Container program,
      AskedVolumes volumes,
      Optional<Provisioning> provision,
      GpuOptions gpus,
      boolean diskLimit) {
    var host =
        HostConfig.newHostConfig()
            .withMounts(mounts(workload, provision))
            .withPortBindings(bindings(workload))
            .withPrivileged(program.privileged())
            .withRestartPolicy(restart(program));
    limit(host, workload.limits());
    if (!program.isPlain()) confine(host, workload.limits(), program.privileged(), diskLimit);
    if (!volumes.binds().isEmpty()) host.withBinds(volumes.binds());
    if (program.everyGpu()) host.withDeviceRequests(List.of(GpuOptions.every()));
    else if (!gpus.requests().isEmpty()) host.withDeviceRequests(gpus.requests());
    if (!gpus.devices().isEmpty()) host.withDevices(gpus.devices());
    if (!gpus.groups().isEmpty()) host.withGroupAdd(gpus.groups());
    return host;
  }

  /** Zero is no limit, which only a plain container may have. */
  private static void limit(HostConfig host, Resources limits) {
    if (limits.cpu().millicores() > 0)
      host.withNanoCPUs(Math.max(MIN_NANO_CPUS, limits.cpu().millicores() * 1_000_000));
    long bytes = limits.memory().bytes();
    if (bytes > 0) host.withMemory(bytes).withMemorySwap(bytes);
  }

  private static void confine(
      HostConfig host, Resources limits, boolean privileged, boolean diskLimit) {
    host.withPidsLimit(MAX_PROCESSES)
        .withLogConfig(new LogConfig(LogConfig.LoggingType.LOCAL, LOG_OPTIONS));
    if (!privileged) host.withCapDrop(Capability.NET_RAW, Capability.MKNOD);
    if (diskLimit && limits.disk().bytes() > 0)
      host.withStorageOpt(Map.of("size", Long.toString(limits.disk().bytes())));
  }

  private static List<Mount> mounts(Workload workload, Optional<Provisioning> provision) {
    var mounts = new ArrayList<Mount>();
    for (var mount : workload.mounts())
      mounts.add(
          bind(mount.source().toAbsolutePath().toString(), mount.destination(), mount.readOnly()));
    provision.ifPresent(p -> mounts.addAll(p.mounts()));
    return mounts;
  }

  /** Unlike the engine's older "binds", a mount whose source is missing is refused. */
  static Mount bind(String source, String destination, boolean readOnly) {
    return new Mount()
        .withType(MountType.BIND)
        .withSource(source)
        .withTarget(destination)
        .withReadOnly(readOnly);
  }

  private static List<PortBinding> bindings(Workload workload) {
    return workload.ports().stream()
        .map(p ->
            new PortBinding(
                Ports.Binding.bindIpAndPort(p.address(), p.hostPort()),
                ExposedPort.tcp(p.workloadPort())))
        .toList();
  }

  /** Without a limit nobody would ever hear of a plain container that keeps failing. */
  private static RestartPolicy restart(Program.Container program) {
    return switch (program.restart()) {
      case NO -> RestartPolicy.noRestart();
      case ON_FAILURE -> RestartPolicy.onFailureRestart(program.isPlain() ? MOST_RESTARTS : 0);
      case ALWAYS -> RestartPolicy.alwaysRestart();
      case UNLESS_STOPPED -> RestartPolicy.unlessStoppedRestart();
    };
  }

  /** What a person may read of the environment's names; its values may be secret. */
  @Override
  public String toString() {
    var names = new LinkedHashMap<String, String>();
    for (var entry : environment) names.put(entry.substring(0, entry.indexOf('=')), "***");
    return "ContainerPlan[" + name + ", " + image + ", environment " + names.keySet() + "]";
  }
}
