package atoll.infernet.config;

import atoll.jobs.Network;
import java.math.BigInteger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;

/**
 * One service container (Infernet §1.3).
 *
 * @param url where it is served by someone else; empty if it is not
 * @param bearer never printed
 * @param env never printed, since it may hold secrets
 * @param rateLimit for each client; the original ignores it
 * @param share of the machine, if it is managed; ours
 * @param timeout of a call; ours
 * @param maxConcurrency calls at once, streams included; ours
 * @param health path that answers 2xx while it is well; ours
 */
public record ContainerConfig(
    String id,
    String image,
    String url,
    String bearer,
    int port,
    boolean external,
    boolean gpu,
    Map<String, BigInteger> acceptedPayments,
    List<Network> allowedIps,
    List<String> allowedAddresses,
    List<String> allowedDelegateAddresses,
    String description,
    String command,
    SequencedMap<String, String> env,
    boolean generatesProofs,
    List<String> volumes,
    Optional<RateLimit> rateLimit,
    ContainerShare share,
    Optional<Duration> timeout,
    OptionalInt maxConcurrency,
    Optional<String> health) {
  /** Calls of one container at once, at the most. */
  public static final int MOST_CALLS = 256;

  public ContainerConfig {
    if (id.isEmpty() || id.contains(","))
      throw new IllegalArgumentException("is empty or has a comma in it: \"" + id + "\"");
    acceptedPayments = Map.copyOf(acceptedPayments);
    allowedIps = List.copyOf(allowedIps);
    allowedAddresses = List.copyOf(allowedAddresses);
    allowedDelegateAddresses = List.copyOf(allowedDelegateAddresses);
    env = new LinkedHashMap<>(env);
    volumes = List.copyOf(volumes);
  }

  /** The same on another port of this machine. */
  public ContainerConfig onPort(int other) {
    return new ContainerConfig(
        id,
        image,
        url,
        bearer,
        other,
        external,
        gpu,
        acceptedPayments,
        allowedIps,
        allowedAddresses,
        allowedDelegateAddresses,
        description,
        command,
        env,
        generatesProofs,
        volumes,
        rateLimit,
        share,
        timeout,
        maxConcurrency,
        health);
  }

  @Override
  public String toString() {
    return "ContainerConfig[%s, image %s, port %d, bearer ***, env %s]"
        .formatted(id, image, port, env.keySet());
  }
}
