package atoll.actor;

import atoll.identity.PeerId;

/** What a transport hands received bytes to. */
@FunctionalInterface
public interface Receiver {
  /** What became of received bytes. */
  enum Receipt {
    TAKEN,
    /** Nothing was kept; the transport tells the sending host where its protocol can. */
    FULL
  }

  /**
   * Takes bytes without waiting. Called by many threads at once.
   *
   * @param from the neighbour that the bytes came from, as the transport authenticated it; not
   *     necessarily who wrote them
   */
  Receipt receive(PeerId from, byte[] message);
}
