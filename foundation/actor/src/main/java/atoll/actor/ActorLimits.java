package atoll.actor;

import atoll.capability.Topic;
import java.util.Map;

/**
 * How much one actor takes on. What is over a limit is refused as overloaded, never kept waiting.
 * The first six are the original's (DMS §3.6); they count messages whose handlers run.
 *
 * @param publicAllow above this many, further public messages are refused before they are checked
 * @param publicAcquire above this many, they are refused though they passed the check
 * @param topicDefault how many broadcasts of one topic run at once, unless {@code topics} says
 * @param otherAcquire how many messages run at once that are neither public nor broadcast
 * @param perSender how many messages of one sender run at once
 * @param queued how many received messages wait to be checked
 * @param queuedPerPeer how many of them came from one neighbour
 * @param checkers how many messages are checked at once
 * @param senders how many senders' nonces are remembered at once
 * @param pendingReplies how many answers are awaited at once
 */
public record ActorLimits(
    int publicAllow,
    int publicAcquire,
    int broadcastAllow,
    int broadcastAcquire,
    int topicDefault,
    Map<Topic, Integer> topics,
    int otherAcquire,
    int perSender,
    int queued,
    int queuedPerPeer,
    int checkers,
    int senders,
    int pendingReplies) {

  public ActorLimits {
    topics = Map.copyOf(topics);
    int least =
        Math.min(
            Math.min(
                Math.min(publicAllow, publicAcquire), Math.min(broadcastAllow, broadcastAcquire)),
            Math.min(
                Math.min(topicDefault, otherAcquire),
                Math.min(Math.min(perSender, queued), Math.min(queuedPerPeer, checkers))));
    if (Math.min(least, Math.min(senders, pendingReplies)) < 1)
      throw new IllegalArgumentException("a limit is below 1, so nothing would ever be taken on");
  }

  /**
   * @param checkers how many processors may be busy with checking signatures and tokens
   */
  public static ActorLimits standard(int checkers) {
    return new ActorLimits(
        4096, 4112, 1024, 1040, 128, Map.of(), 16_384, 8192, 16_384, 4096, checkers, 8192, 65_536);
  }

  int ofTopic(Topic topic) {
    return topics.getOrDefault(topic, topicDefault);
  }
}
