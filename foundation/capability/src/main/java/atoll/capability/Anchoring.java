package atoll.capability;

/** What became of a wish to trust a token. */
public sealed interface Anchoring {
  /** It counts from now on; repeating is harmless. */
  record Anchored() implements Anchoring {}

  record Refused(Refusal reason, String explanation) implements Anchoring {}
}
