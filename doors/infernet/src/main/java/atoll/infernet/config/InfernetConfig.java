package atoll.infernet.config;

import java.util.List;
import java.util.Optional;

/** All that {@code config.json} says (Infernet §1.2); what it leaves out has its default. */
public record InfernetConfig(
    List<ContainerConfig> containers,
    ChainConfig chain,
    Optional<RegistryLogin> docker,
    boolean forwardStats,
    LogConfig log,
    boolean manageContainers,
    RedisConfig redis,
    ServerConfig server,
    double startupWaitSeconds) {
  public InfernetConfig {
    containers = List.copyOf(containers);
  }

  /** What opens a registry of images; never printed. */
  public record RegistryLogin(String username, String password) {
    @Override
    public String toString() {
      return "RegistryLogin[" + username + ", ***]";
    }
  }

  /**
   * @param maxFileSize in bytes
   */
  public record LogConfig(String path, long maxFileSize, int backupCount) {}

  /**
   * @param configured whether the file speaks of it at all
   */
  public record RedisConfig(String host, int port, boolean configured) {}
}
