package atoll.acceptance.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** The engine of this machine, which README's tour needs. */
public record Docker(Shell shell) {

  /** Fails, and says what to do, if there is no engine. */
  public Docker required() {
    var version = shell.type("docker version --format '{{.Server.Version}}'");
    assertThat(version.exitCode())
        .as("README's tour needs a Docker engine that answers (.ci/run starts one):%n%s", version)
        .isZero();
    return this;
  }

  /** All containers of a deployment, ended ones included. */
  public List<String> containersOf(String deployment) {
    return shell.type("docker ps -aq --filter name=" + deployment).exits(0).lines();
  }
}
