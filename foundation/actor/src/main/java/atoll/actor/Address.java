package atoll.actor;

/**
 * Where an actor receives: the peer id of its host and the inbox there (DMS §3.1). Both are a
 * sender's words until a transport resolves them.
 */
public record Address(String host, String inbox) {
  /** The inbox of the actor that is the node itself. */
  public static final String ROOT_INBOX = "root";

  static final Address NONE = new Address("", "");
  private static final int MAX_HOST = 128;
  private static final int MAX_INBOX = 256;

  public Address {
    check("host", host, MAX_HOST);
    check("inbox", inbox, MAX_INBOX);
  }

  public boolean isEmpty() {
    return host.isEmpty() && inbox.isEmpty();
  }

  private static void check(String what, String text, int limit) {
    if (text.length() > limit)
      throw new IllegalArgumentException(
          what + " has " + text.length() + " characters, at most " + limit + " are allowed");
    for (int i = 0; i < text.length(); i++)
      if (text.charAt(i) <= ' ' || text.charAt(i) > '~')
        throw new IllegalArgumentException(
            what + " has a character that is not printable ASCII at " + (i + 1));
  }

  @Override
  public String toString() {
    return host + ":" + inbox;
  }
}
