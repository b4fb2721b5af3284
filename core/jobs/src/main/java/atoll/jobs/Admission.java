package atoll.jobs;

import java.net.InetAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Which requests may be run here, by what the services are there for (Infernet §2.9). Pure. */
public final class Admission {
  private final Map<ServiceName, ServiceOffer> offers = new HashMap<>();

  public Admission(Collection<ServiceOffer> offers) {
    for (var offer : offers)
      if (this.offers.put(offer.name(), offer) != null)
        throw new IllegalArgumentException("two services are called " + offer.name());
  }

  /** The first rule that is broken, if one is. */
  public Optional<Refusal> refusal(
      List<ServiceName> services, boolean requiresProof, InetAddress client) {
    var refusal = refusal(services, requiresProof);
    if (refusal.isPresent()) return refusal;
    for (var service : services)
      if (!offer(service).admits(client)) return Optional.of(new Refusal.ClientNotAllowed(service));
    return Optional.empty();
  }

  /** The same of the rules that do not ask where a request comes from. */
  public Optional<Refusal> refusal(List<ServiceName> services, boolean requiresProof) {
    if (services.isEmpty()) return Optional.of(new Refusal.NoServices());
    for (var service : services)
      if (!offers.containsKey(service)) return Optional.of(new Refusal.UnknownService(service));
    if (!offer(services.getFirst()).external())
      return Optional.of(new Refusal.NotExternal(services.getFirst()));
    if (requiresProof && !offer(services.getLast()).generatesProofs())
      return Optional.of(new Refusal.NoProof(services.getLast()));
    return Optional.empty();
  }

  boolean knows(ServiceName service) {
    return offers.containsKey(service);
  }

  /** How many calls a service is given at once, if it has a limit of its own. */
  OptionalInt mostCalls(ServiceName service) {
    var offer = offers.get(service);
    return offer == null ? OptionalInt.empty() : offer.mostCalls();
  }

  private ServiceOffer offer(ServiceName service) {
    var offer = offers.get(service);
    if (offer == null) throw new IllegalArgumentException("no service is called " + service);
    return offer;
  }
}
