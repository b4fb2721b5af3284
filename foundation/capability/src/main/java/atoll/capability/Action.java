package atoll.capability;

import java.util.Locale;

/** What a token lets its subject do with its capabilities (DMS §2.2). */
public enum Action {
  INVOKE,
  DELEGATE,
  BROADCAST,
  /** Not a permission: its issuer takes another token back (DMS §2.6). */
  REVOKE;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  public String wireName() {
    return wireName;
  }

  /**
   * @throws IllegalArgumentException for any other word
   */
  public static Action parse(String wireName) {
    for (var action : values()) if (action.wireName.equals(wireName)) return action;
    throw new IllegalArgumentException("not invoke, delegate, broadcast or revoke");
  }
}
