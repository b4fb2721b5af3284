package atoll.infernet;

import atoll.infernet.config.ContainerConfig;
import atoll.infernet.config.InfernetConfig;
import atoll.jobs.Admission;
import atoll.jobs.JobRequest;
import atoll.jobs.ServiceName;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which delegated subscriptions this node's rules let in (Infernet §2.9, §4.9). Those for clients'
 * addresses and for payments hold here too, which the original forgets.
 */
final class DelegatedAdmission {
  private final Map<ServiceName, ContainerConfig> containers = new LinkedHashMap<>();
  private final Admission admission;
  private final ContainerSets sets;
  private final Optional<Delegations> delegations;
  private final Prices prices;
  private final Verifiers verifiers;
  private final InstantSource clock;

  DelegatedAdmission(
      InfernetConfig config,
      Admission admission,
      Optional<Delegations> delegations,
      InstantSource clock) {
    for (var container : config.containers())
      containers.put(new ServiceName(container.id()), container);
    this.admission = admission;
    this.sets = new ContainerSets(List.copyOf(containers.keySet()));
    this.delegations = delegations;
    this.prices = Prices.of(config.chain());
    this.verifiers = new Verifiers(config.chain());
    this.clock = clock;
  }

  /**
   * Hands it on, or says why not.
   *
   * @throws atoll.kernel.AtollException with {@code OVERLOADED} if there is no room for it now, or
   *     if it cannot be made durable
   */
  Optional<ObjectNode> take(DelegatedSubscription subscription, InetAddress from) {
    if (delegations.isEmpty())
      return Optional.of(Answers.refused("Chain not enabled", Answers.object()));
    long expiry = subscription.signature().expiry();
    if (expiry <= clock.instant().getEpochSecond())
      return Optional.of(
          Answers.refused("Signature expired", Answers.object().put("expiry", expiry)));
    var services = sets.searchUnlessBusy(subscription.containerId());
    if (services.isEmpty())
      return Optional.of(
          Answers.refused(
              "Container not supported",
              Answers.object().put("containers_hash", subscription.containerId())));
    boolean proof = subscription.terms().requiresProof();
    var refusal =
        JobRequest.of(Callers.client(from), services.get(), subscription.data(), proof)
            .excess()
            .or(() -> admission.refusal(services.get(), proof, from));
    if (refusal.isPresent()) return Optional.of(Answers.refused(refusal.get(), Callers.text(from)));
    var chain = chain(services.get());
    var broken =
        owner(chain, subscription.terms().owner())
            .or(() -> verifier(subscription))
            .or(() -> payment(chain, subscription));
    if (broken.isEmpty()) delegations.get().take(subscription, services.get(), from);
    return broken;
  }

  private List<ContainerConfig> chain(List<ServiceName> services) {
    var chain = new ArrayList<ContainerConfig>();
    containers.forEach((name, container) -> {
      if (services.contains(name)) chain.add(container);
    });
    return chain;
  }

  private static Optional<ObjectNode> owner(List<ContainerConfig> chain, String owner) {
    for (var container : chain) {
      var allowed = container.allowedDelegateAddresses();
      if (!allowed.isEmpty() && allowed.stream().noneMatch(owner::equalsIgnoreCase))
        return Optional.of(
            Answers.refused(
                "Container not allowed for address",
                Answers.object().put("container", container.id()).put("address", owner)));
    }
    return Optional.empty();
  }

  private Optional<ObjectNode> verifier(DelegatedSubscription subscription) {
    var verifier = subscription.terms().verifier();
    return verifiers
        .problem(verifier)
        .map(why -> Answers.refused(why, Answers.object().put("verifier", verifier)));
  }

  private Optional<ObjectNode> payment(
      List<ContainerConfig> chain, DelegatedSubscription subscription) {
    var terms = subscription.terms();
    return prices
        .problem(chain, terms.paymentToken(), terms.paymentAmount())
        .map(why -> Answers.refused("Invalid payment", Answers.object().put("reason", why)));
  }
}
