package atoll.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.dms.api.AtollApi;
import atoll.dms.api.DeploymentDocument;
import atoll.ensemble.Ensemble;
import atoll.kernel.AtollException;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.EnsembleId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * What a user has asked of a network that is killed again and again, and what of it was
 * acknowledged: nothing of that may ever be missing.
 */
final class Population {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int MOST_SERVICES = 4;

  private final Random random;
  private final Map<String, Asked> asked = new LinkedHashMap<>();
  private final Map<EnsembleId, String> acknowledged = new LinkedHashMap<>();
  private final Set<EnsembleId> shutDown = new HashSet<>();
  private int lost;

  Population(Random random) {
    this.random = random;
  }

  /** One request of the user's, under a key of its own. */
  private record Asked(boolean service, Ensemble ensemble) {}

  int acknowledgements() {
    return acknowledged.size() + shutDown.size();
  }

  /** Requests whose answer was lost with the process. */
  int lost() {
    return lost;
  }

  private List<EnsembleId> services() {
    var services = new ArrayList<EnsembleId>();
    acknowledged.forEach((id, key) -> {
      if (isService(key) && !shutDown.contains(id)) services.add(id);
    });
    return services;
  }

  Set<EnsembleId> all() {
    return Set.copyOf(acknowledged.keySet());
  }

  /** Asks for a few things, then watches, until the network is gone. */
  void live(AtollApi api) throws InterruptedException {
    try {
      for (int i = random.nextInt(4); i > 0; i--)
        if (services().size() < MOST_SERVICES || random.nextBoolean()) submit(api);
        else shutDown(api, services().getFirst());
      while (true)
        for (var deployment : api.deployments())
          api.events(deployment.id(), 0, !deployment.status().ended(), _ -> true);
    } catch (AtollException _) {
      lost++; // killed in the middle of an answer; what it would have said is asked again
    }
  }

  private void submit(AtollApi api) {
    boolean service = services().size() < MOST_SERVICES && random.nextBoolean();
    var key = (service ? "service-" : "task-") + asked.size();
    asked.put(key, new Asked(service, service ? Ensembles.counter() : Ensembles.shortTask()));
    acknowledged.put(api.submit(key, asked.get(key).ensemble(), PATIENCE), key);
  }

  private void shutDown(AtollApi api, EnsembleId id) {
    if (api.deployment(id).orElseThrow().status() != DeploymentStatus.RUNNING) return;
    api.shutdown(id);
    shutDown.add(id);
  }

  /** Everything that was acknowledged is known; what was not is asked again, and is there once. */
  void check(AtollApi api) {
    var known = new LinkedHashMap<EnsembleId, DeploymentDocument>();
    for (var deployment : api.deployments()) known.put(deployment.id(), deployment);
    assertThat(known.keySet()).as("deployments that were acknowledged").containsAll(all());
    for (var key : asked.keySet()) {
      var id = api.submit(key, asked.get(key).ensemble(), PATIENCE);
      acknowledged.putIfAbsent(id, key);
      assertThat(acknowledged).containsEntry(id, key);
    }
    assertThat(acknowledged).as("one deployment for each key").hasSize(asked.size());
  }

  /** Ends what a user must end; returns what then still has not ended. */
  Optional<EnsembleId> end(AtollApi api) {
    for (var id : services()) shutDown(api, id);
    return api.deployments().stream()
        .filter(deployment -> !deployment.status().ended())
        .map(DeploymentDocument::id)
        .findFirst();
  }

  private boolean isService(String key) {
    return asked.get(key).service();
  }
}
