package atoll.acceptance.network;

import atoll.identity.PeerId;
import atoll.kernel.Resources;
import atoll.market.ProviderId;
import atoll.provider.Provider;
import atoll.provider.ProviderNode;
import atoll.provider.ResourceLedger;
import atoll.workload.ScriptedExecutor;

/** A provider of a network under test, and the executor whose behaviour the test decides. */
record Host(ProviderNode node, ScriptedExecutor executor) {
  Provider provider() {
    return node.provider();
  }

  ProviderId id() {
    return provider().id();
  }

  PeerId peer() {
    return PeerId.parse(id().value());
  }

  ResourceLedger.Snapshot resources() {
    return provider().resources();
  }

  boolean holds() {
    return !resources().held().equals(Resources.NONE);
  }

  boolean isIdle() {
    var now = resources();
    return now.free().equals(now.onboarded())
        && now.held().equals(Resources.NONE)
        && now.running().equals(Resources.NONE)
        && executor.running() == 0;
  }
}
