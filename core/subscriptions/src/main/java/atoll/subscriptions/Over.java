package atoll.subscriptions;

/** A subscription that nothing more is to be done for. */
public record Over<T>(SubscriptionKey key, Reason reason, T what) {
  /** Why. */
  public enum Reason {
    CANCELLED,
    /** Its last interval has passed. */
    EXPIRED,
    /** Its last interval is answered, deep enough below the head. */
    DELIVERED,
    /** Its last interval failed too often. */
    GIVEN_UP,
    /** It wants no answers, or from nobody. */
    UNANSWERABLE
  }
}
