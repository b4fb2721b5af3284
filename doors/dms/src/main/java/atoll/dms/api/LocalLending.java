package atoll.dms.api;

import atoll.kernel.Resources;
import atoll.market.Offer;
import atoll.provider.Hosted;
import atoll.provider.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** What the providers of this process lend and host, as the local API tells it. */
public final class LocalLending implements Lending {
  private final Supplier<List<Provider>> providers;

  public LocalLending(Supplier<List<Provider>> providers) {
    this.providers = providers;
  }

  @Override
  public List<ProviderDocument> providers() {
    return providers.get().stream().map(LocalLending::document).toList();
  }

  @Override
  public List<HostedAllocationDocument> allocations() {
    return providers.get().stream()
        .flatMap(provider -> provider.hosted().stream().map(hosted -> document(provider, hosted)))
        .toList();
  }

  private static ProviderDocument document(Provider provider) {
    var now = provider.resources();
    var offer = provider.offer(List.of());
    var notes = new ArrayList<String>(provider.machine().notes());
    provider.notReady().forEach((kind, cause) -> notes.add(kind.wireName() + ": " + cause));
    offer.ifPresent(o -> notes.addAll(o.caveats()));
    return new ProviderDocument(
        provider.id().value(),
        provider.did().uri(),
        provider.isOnboarded(),
        provider.settings().location().toString(),
        offer.map(Offer::executors).stream().flatMap(Set::stream).sorted().toList(),
        ResourcesDocument.of(now.onboarded()),
        ResourcesDocument.of(now.free()),
        notes);
  }

  private static HostedAllocationDocument document(Provider provider, Hosted hosted) {
    return new HostedAllocationDocument(
        hosted.id().value(),
        provider.id().value(),
        hosted.owner().uri(),
        hosted.type(),
        hosted.executor(),
        hosted.status(),
        ResourcesDocument.of(hosted.resources().orElse(Resources.NONE)),
        hosted.ports().stream()
            .map(port -> new PortDocument(port.publicPort(), port.privatePort()))
            .toList(),
        hosted.createdAt(),
        hosted.startedAt());
  }
}
