package atoll.capability;

import java.util.Locale;

/**
 * Why a token does not authorise a request: the closed list, in the order in which a token gets
 * further.
 */
public enum Refusal {
  /** Nothing was presented. */
  NO_TOKEN,
  /** The token is for another kind of action. */
  WRONG_ACTION,
  /** The token is about someone else. */
  WRONG_SUBJECT,
  /** The token counts against someone else, or a broadcast names an audience. */
  WRONG_AUDIENCE,
  WRONG_TOPIC,
  /** No capability of the token implies what is asked. */
  INSUFFICIENT,
  /** Nobody in the chain is trusted here for this. */
  NOT_TRUSTED,
  EXPIRED,
  REVOKED,
  /** A delegation allows fewer tokens below it. */
  TOO_DEEP,
  /** A link is no delegation, or does not belong to the next one's issuer. */
  BROKEN_CHAIN,
  /** A token outlives the delegation that it derives from. */
  OUTLIVES_CHAIN,
  /** A token claims more than the delegation that it derives from. */
  WIDENED,
  /** An issuer's DID cannot be resolved to a key. */
  UNKNOWN_ISSUER,
  BAD_SIGNATURE,
  /** Bounds are reached; nothing was kept. */
  FULL;

  /** As written in replies and logs: {@code wrong_audience}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
