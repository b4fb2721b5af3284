package atoll.infernet;

import java.time.Instant;
import java.util.Locale;

/**
 * The latest that is known of one subscription, and why it is so.
 *
 * @param id on the chain; {@code owner:nonce} of one that came signed
 * @param interval that it is about; 0 if about none
 * @param attempt of that interval; 0 if none was made
 * @param reason for people; empty if there is none to tell
 */
public record SubscriptionReport(
    String id, State state, long interval, int attempt, String reason, Instant at) {
  /** How a subscription stands. */
  public enum State {
    /** This node does not serve it. */
    IGNORED,
    /** It is served when it is due. */
    TRACKED,
    /** It is due, and cannot be served now; it is looked at again. */
    WAITING,
    /** Its containers work. */
    COMPUTING,
    /** Its answer left, and no block was seen to have it yet. */
    SENT,
    /** An attempt failed. */
    FAILED,
    /** Nothing more is tried for the interval. */
    GIVEN_UP,
    /** The chain has its answer. */
    DELIVERED,
    /** Nothing is left to do for it. */
    ENDED;

    /** As it is written on the wire. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
