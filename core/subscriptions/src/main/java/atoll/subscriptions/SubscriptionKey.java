package atoll.subscriptions;

import java.util.Locale;

/** Which subscription is meant. */
public sealed interface SubscriptionKey {
  /** By which it is journaled: letters, digits, {@code -} and {@code :}. */
  String text();

  /** One that the chain has. */
  record OnChain(long id) implements SubscriptionKey {
    public OnChain {
      if (id < 0 || id > 0xffff_ffffL)
        throw new IllegalArgumentException("id of a subscription is not within 32 bits: " + id);
    }

    @Override
    public String text() {
      return Long.toString(id);
    }

    @Override
    public String toString() {
      return text();
    }
  }

  /**
   * One that was signed, and that its first delivery makes.
   *
   * @param owner an address; the case of its letters does not matter
   * @param nonce by which its signer tells it from others
   */
  record Delegated(String owner, long nonce) implements SubscriptionKey {
    public Delegated {
      if (!owner.matches("0x[0-9a-fA-F]{40}"))
        throw new IllegalArgumentException("owner is not an address of 20 bytes after 0x");
      if (nonce < 0 || nonce > 0xffff_ffffL)
        throw new IllegalArgumentException("nonce is not within 32 bits: " + nonce);
      owner = owner.toLowerCase(Locale.ROOT);
    }

    @Override
    public String text() {
      return owner + ":" + nonce;
    }

    @Override
    public String toString() {
      return "(" + owner + ", " + nonce + ")";
    }
  }

  /** Reads {@link #text}. */
  static SubscriptionKey parse(String text) {
    int colon = text.indexOf(':');
    return colon < 0
        ? new OnChain(Long.parseLong(text))
        : new Delegated(text.substring(0, colon), Long.parseLong(text.substring(colon + 1)));
  }
}
