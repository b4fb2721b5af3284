package atoll.capability;

/** Whether a delegation also or only rests on the issuer's own word (DMS §2.5). */
public enum SelfSign {
  /** Only chained on what others delegated to the issuer. */
  NO,
  /** Chained, and self-issued too. */
  ALSO,
  /** Self-issued only. */
  ONLY
}
