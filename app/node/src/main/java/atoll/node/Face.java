package atoll.node;

import atoll.actor.Actor;
import atoll.cli.Program;
import atoll.dms.api.Lending;
import atoll.dms.api.LocalLending;
import atoll.dms.api.NodeDocument;
import atoll.orchestrator.Deployments;
import atoll.provider.Provider;
import java.util.List;
import java.util.function.Supplier;

/**
 * A node as its doors see it.
 *
 * @param actor through which people's envelopes come and go
 * @param providers those of this process, now
 */
record Face(Actor actor, Deployments deployments, Supplier<List<Provider>> providers) {
  NodeDocument document() {
    var id = actor.handle().id();
    return new NodeDocument(id.did().uri(), id.peerId().text(), Program.VERSION);
  }

  Lending lending() {
    return new LocalLending(providers);
  }
}
