package atoll.actor;

import atoll.capability.Capability;

/** The names of behaviours: paths, which are also the capabilities that they ask for (DMS §4). */
final class Behaviours {
  static final String PUBLIC_PREFIX = "/public/";
  static final String REPLY_PREFIX = "/dms/actor/replyto/";

  private Behaviours() {}

  /**
   * @throws IllegalArgumentException unless {@code name} is a path other than the root
   */
  static void check(String name) {
    try {
      if (new Capability(name).equals(Capability.ROOT))
        throw new IllegalArgumentException("the root is no behaviour");
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("behaviour: " + e.getMessage(), e);
    }
  }

  static String replyTo(long nonce) {
    return REPLY_PREFIX + Long.toUnsignedString(nonce);
  }

  /** Under the broadcast's own path, so that who is trusted with that may also answer. */
  static String replyToBroadcast(String behaviour, long nonce) {
    return behaviour + "/replyto/" + Long.toUnsignedString(nonce);
  }
}
