package atoll.orchestrator;

import atoll.ensemble.Ensemble;
import atoll.kernel.AtollException;
import atoll.kernel.EnsembleId;
import atoll.kernel.ErrorCode;
import atoll.orchestrator.machine.Requests;
import atoll.protocol.ModuleRequest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A deployment's modules that are too large for one message, from which providers fetch pieces.
 * Belongs to the deployment's driver.
 */
final class CarriedModules {
  private final EnsembleId id;
  private final Map<String, byte[]> byDigest = new HashMap<>();
  private final Set<Integer> lookedThrough = new HashSet<>();

  CarriedModules(EnsembleId id) {
    this.id = id;
  }

  /** Takes in those of every ensemble that something is made of, by number. */
  void of(Map<Integer, Ensemble> versions) {
    versions.forEach((number, ensemble) -> {
      if (lookedThrough.add(number)) byDigest.putAll(new Requests(id, ensemble).carried());
    });
  }

  byte[] answer(ModuleRequest request) {
    var module = byDigest.get(request.sha256());
    if (module == null)
      throw new AtollException(ErrorCode.NOT_FOUND, "this deployment has no such module");
    return request.answer(module).toJson();
  }
}
