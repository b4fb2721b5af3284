package atoll.infernet.chain;

import atoll.chain.Addresses;
import atoll.chain.infernet.Terms;
import atoll.infernet.ContainerSets;
import atoll.infernet.InfernetDoor;
import atoll.infernet.Prices;
import atoll.infernet.Verifiers;
import atoll.infernet.config.ContainerConfig;
import atoll.infernet.config.InfernetConfig;
import atoll.jobs.Admission;
import atoll.jobs.Refusal;
import atoll.jobs.ServiceName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which subscriptions of the chain this node's configuration lets it serve (Infernet §2.9). */
final class ChainRules {
  private final Map<ServiceName, ContainerConfig> containers = new HashMap<>();
  private final ContainerSets sets;
  private final Admission admission;
  private final Prices prices;
  private final Verifiers verifiers;

  /** What is made of a subscription. */
  sealed interface Verdict {
    record Serve(List<ServiceName> services) implements Verdict {}

    /**
     * @param why for people; the original's words
     */
    record Ignore(String why) implements Verdict {}
  }

  ChainRules(InfernetConfig config) {
    for (var container : config.containers())
      containers.put(new ServiceName(container.id()), container);
    this.sets =
        new ContainerSets(
            config.containers().stream().map(one -> new ServiceName(one.id())).toList());
    this.verifiers = new Verifiers(config.chain());
    this.admission = InfernetDoor.admission(config);
    this.prices = Prices.of(config.chain());
  }

  /**
   * @param id for messages
   * @param isComplete whether it has all the answers that it will ever take
   */
  Verdict judge(long id, Terms terms, boolean isComplete) {
    if (Served.timetable(terms).isCancelled()) return new Verdict.Ignore("Subscription cancelled");
    if (isComplete) return new Verdict.Ignore("Subscription completed");
    var services = sets.search(terms.containerId().hex());
    if (services.isEmpty())
      return new Verdict.Ignore(
          "Container-set not supported containers_hash=" + terms.containerId().hex());
    boolean proof = terms.verifier().value().signum() != 0;
    var refusal = admission.refusal(services.get(), proof);
    if (refusal.isPresent()) return new Verdict.Ignore(said(refusal.get()));
    var chain = new ArrayList<ContainerConfig>();
    for (var service : services.get()) chain.add(known(service));
    var verifier = terms.verifier().toString();
    return owner(chain, terms)
        .or(() -> verifiers.problem(verifier).map(why -> why + " verifier=" + verifier))
        .or(() ->
            prices
                .problem(chain, terms.paymentToken().toString(), terms.paymentAmount())
                .map(why -> "Invalid payment: Skipping subscription: " + id + ": " + why))
        .<Verdict>map(Verdict.Ignore::new)
        .orElseGet(() -> new Verdict.Serve(services.get()));
  }

  private ContainerConfig known(ServiceName service) {
    var container = containers.get(service);
    if (container == null) throw new IllegalArgumentException("no container is called " + service);
    return container;
  }

  private static Optional<String> owner(List<ContainerConfig> chain, Terms terms) {
    var owner = Addresses.wire(terms.owner());
    for (var container : chain)
      if (!container.allowedAddresses().isEmpty()
          && container.allowedAddresses().stream().noneMatch(owner::equalsIgnoreCase))
        return Optional.of(
            "Container not allowed for address container=%s address=%s"
                .formatted(container.id(), terms.owner()));
    return Optional.empty();
  }

  /** In the original's words. */
  static String said(Refusal refusal) {
    return switch (refusal) {
      case Refusal.NoServices() -> "No containers specified";
      case Refusal.UnknownService(var service) -> "Container not supported container=" + service;
      case Refusal.NotExternal(var service) ->
          "First container must be external first_container=" + service;
      case Refusal.NoProof(var service) -> "Container does not generate proof container=" + service;
      case Refusal.ClientNotAllowed(var service) ->
          "Container not allowed for address container=" + service;
      case Refusal.TooLarge tooLarge -> tooLarge.said();
    };
  }
}
