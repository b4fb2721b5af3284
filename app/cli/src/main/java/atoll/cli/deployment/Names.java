package atoll.cli.deployment;

import atoll.dms.api.DeploymentDocument;
import atoll.kernel.EnsembleId;

/** Long names cut short for people; whoever needs the whole asks for JSON. */
final class Names {
  private static final int ID = 12;
  private static final int PEER = 8;

  private Names() {}

  /** The beginning, which commands take as well as the whole. */
  static String of(EnsembleId id) {
    return id.value().length() <= ID ? id.value() : id.value().substring(0, ID);
  }

  static String of(DeploymentDocument deployment) {
    return of(deployment.id());
  }

  /** The end of a peer id, since the beginnings are all alike. */
  static String peer(String peer) {
    return peer.length() <= PEER + 4 ? peer : "…" + peer.substring(peer.length() - PEER);
  }
}
