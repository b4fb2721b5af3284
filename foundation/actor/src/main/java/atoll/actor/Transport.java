package atoll.actor;

import atoll.capability.Topic;
import atoll.identity.PeerId;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Carries bytes between hosts. Promises little: messages may be lost, repeated, delayed and
 * reordered. Hosts are authenticated by their peer id; who wrote a message is not, its signature
 * says. Nothing here may be taken to run in one process. Thread-safe.
 */
public interface Transport extends Links, AutoCloseable {
  PeerId self();

  /**
   * Hands what arrives for {@code inbox} to {@code receiver} (DMS §3.4).
   *
   * @throws IllegalStateException if the inbox is taken
   */
  Registration receive(String inbox, Receiver receiver);

  /**
   * Sends one message of at most {@link Frame#MAX_MESSAGE} bytes; to this host's own inboxes too.
   * Never blocks, and the result never fails. At {@code expiresAt} the attempt is given up.
   *
   * @throws IllegalArgumentException if the message is longer
   */
  CompletableFuture<SendOutcome> send(Address to, byte[] envelope, Instant expiresAt);

  /** Tells everyone who subscribed to {@code topic}, this host included. Never blocks. */
  void publish(Topic topic, byte[] envelope);

  /**
   * Hands broadcasts that {@code validator} accepts to {@code receiver}.
   *
   * @throws IllegalStateException if this host subscribed to the topic already
   */
  Registration subscribe(Topic topic, GossipValidator validator, Receiver receiver);

  /** The other hosts that can be reached without a search, in no order. */
  List<PeerId> peers();

  /** Leaves the network; what is registered here receives nothing afterwards. */
  @Override
  void close();
}
