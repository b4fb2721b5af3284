package atoll.capability;

import atoll.identity.Did;
import java.util.List;
import java.util.Optional;

/**
 * What is to be delegated to whom.
 *
 * @param audience against whose actor it shall count; {@link Did#NONE} for anyone's
 * @param expiry empty for that of the anchor that is chained on
 * @param depth how many tokens may hang below, 0 for any number
 */
public record DelegationRequest(
    Did subject,
    Did audience,
    List<Topic> topics,
    Optional<Expiry> expiry,
    long depth,
    List<Capability> caps) {
  public DelegationRequest {
    topics = List.copyOf(topics);
    caps = List.copyOf(caps);
    if (subject.isEmpty()) throw new IllegalArgumentException("a delegation names its subject");
    if (depth < 0) throw new IllegalArgumentException("depth is negative: " + depth);
    if (caps.isEmpty() && topics.isEmpty())
      throw new IllegalArgumentException("a delegation names at least one capability or topic");
  }
}
