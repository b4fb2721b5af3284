package atoll.node;

import atoll.actor.VirtualThreadDispatcher;
import atoll.hardware.MachineHardware;
import atoll.kernel.ExecutorKind;
import atoll.kernel.Lifecycle;
import atoll.kernel.Location;
import atoll.kernel.Resources;
import atoll.provider.Hardware;
import atoll.provider.PortLedger;
import atoll.provider.ProviderSettings;
import atoll.workload.Alarm;
import atoll.workload.NullExecutor;
import atoll.workload.WorkloadExecutor;
import atoll.workload.docker.DockerExecutor;
import atoll.workload.docker.DockerHost;
import atoll.workload.wasm.WarmChildren;
import atoll.workload.wasm.WasmChildOptions;
import atoll.workload.wasm.WasmExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;

/**
 * The real things that nodes of this process are made of: real time and chance, the machine's
 * hardware, its Docker engine, and child processes for modules, the first of which is launched at
 * once.
 */
final class ThisMachine implements AutoCloseable {
  private static final String BIND = "127.0.0.1";

  private final Lifecycle parts = new Lifecycle();
  private final Grounds grounds;
  private final Alarm alarm;
  private final WarmChildren children;
  private final Path directory;
  private final Hardware hardware;
  private final DockerHost engine;

  /**
   * @param directory holds what workloads leave
   * @param environment the process's variables, of which {@code DOCKER_HOST} and what belongs to it
   *     count
   * @throws atoll.kernel.AtollException with {@code CONFIG_REFUSED} if these make no sense
   */
  ThisMachine(Path directory, Map<String, String> environment) {
    this.directory = directory;
    this.hardware = new MachineHardware(directory);
    this.engine = DockerHost.of(environment);
    children = parts.add(new WarmChildren(WasmChildOptions.ofThisProgram()));
    var timer =
        parts.add(
            Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("deadlines").factory()));
    alarm = Alarm.on(timer);
    grounds =
        new Grounds(
            InstantSource.system(),
            System::nanoTime,
            new SecureRandom(),
            parts.add(new VirtualThreadDispatcher("atoll")));
  }

  Grounds grounds() {
    return grounds;
  }

  Hardware hardware() {
    return hardware;
  }

  /** This machine as one provider, which lends nothing yet. */
  ProviderSpec provider(Location location, boolean privileged, PortLedger ports) {
    var settings =
        new ProviderSettings(
            directory, location, Optional.empty(), privileged, Optional.empty(), List.of(), BIND);
    return new ProviderSpec(settings, hardware.inspect(), Resources.NONE, this::executors, ports);
  }

  PortLedger ports(int from, int to) {
    return new PortLedger(from, to, ThisMachine::isFree);
  }

  /**
   * Equal parts of nine tenths of this machine, each for a provider of its own; they give out the
   * same ports to nobody twice.
   */
  List<ProviderSpec> providers(int count, Location location) {
    var machine = hardware.inspect();
    var ports = ports(PortLedger.FIRST_DYNAMIC, PortLedger.AFTER_LAST_DYNAMIC);
    var specs = new ArrayList<ProviderSpec>();
    for (int i = 0; i < count; i++) {
      var settings =
          new ProviderSettings(
              directory.resolve("provider-" + (i + 1)),
              location,
              Optional.empty(),
              false,
              Optional.empty(),
              List.of(),
              BIND);
      specs.add(
          new ProviderSpec(
              settings,
              machine,
              Share.of(machine.resources(), i, count),
              this::executors,
              ports.beside()));
    }
    return specs;
  }

  private Map<ExecutorKind, WorkloadExecutor> executors(String provider) {
    var executors = new EnumMap<ExecutorKind, WorkloadExecutor>(ExecutorKind.class);
    executors.put(ExecutorKind.WASM, new WasmExecutor(children, alarm));
    executors.put(
        ExecutorKind.DOCKER, new DockerExecutor(engine, provider, alarm, grounds.clock()));
    executors.put(ExecutorKind.NULL, new NullExecutor(alarm));
    return executors;
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(BIND), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    parts.close();
  }
}
