package atoll.infernet.config;

import java.util.List;
import java.util.Optional;

/**
 * All that {@code config.json} says (Infernet §1.2); what it leaves out has its default.
 *
 * @param forwardStats whether the file itself says so; the original's default is nothing to us
 * @param statsCollector where statistics go if they are to be forwarded; ours
 * @param metrics where Prometheus asks, besides the node's own port; ours
 */
public record InfernetConfig(
    List<ContainerConfig> containers,
    ChainConfig chain,
    Optional<RegistryLogin> docker,
    boolean forwardStats,
    LogConfig log,
    boolean manageContainers,
    RedisConfig redis,
    ServerConfig server,
    double startupWaitSeconds,
    Optional<Place> statsCollector,
    Optional<Place> metrics) {
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

  /** A host, by name or address, and a port of it. */
  public record Place(String host, int port) {
    @Override
    public String toString() {
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
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
