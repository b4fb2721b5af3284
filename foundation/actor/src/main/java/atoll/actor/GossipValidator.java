package atoll.actor;

import atoll.identity.PeerId;

/** Judges a broadcast before it is handled or passed on (DMS §3.5). */
@FunctionalInterface
public interface GossipValidator {
  /** What a transport does with a broadcast. */
  enum Verdict {
    ACCEPT,
    /** Not handled, not passed on; nobody is to blame. */
    IGNORE,
    /** Not handled, not passed on, and the neighbour that sent it is blamed. */
    REJECT
  }

  /** Judges without waiting. Called by many threads at once. */
  Verdict validate(PeerId from, byte[] message);
}
