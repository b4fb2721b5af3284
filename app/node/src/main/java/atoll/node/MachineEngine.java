package atoll.node;

import atoll.cli.CliEnvironment;
import atoll.kernel.AtollException;
import atoll.workload.Alarm;
import atoll.workload.Readiness;
import atoll.workload.docker.DockerExecutor;
import atoll.workload.docker.DockerHost;

/** The container engine that this process's variables name, for who only asks it. */
final class MachineEngine implements AutoCloseable {
  private static final Alarm NONE =
      (_, _) -> {
        throw new IllegalStateException("nothing is started");
      };

  private final DockerHost host;
  private final DockerExecutor executor;

  /**
   * @throws AtollException with {@code CONFIG_REFUSED} if the variables cannot be followed
   */
  MachineEngine(CliEnvironment environment) {
    host = DockerHost.of(environment.variables());
    executor = new DockerExecutor(host, "asking", NONE, environment.clock());
  }

  DockerHost host() {
    return host;
  }

  Readiness readiness() {
    return executor.readiness();
  }

  /**
   * @throws AtollException if it does not answer
   */
  boolean hasImage(String reference) {
    return executor.hasImage(reference);
  }

  @Override
  public void close() {
    executor.close();
  }
}
