package atoll.ensemble;

import java.util.Arrays;

/** Paths inside a workload or on a provider, which is never this machine. */
final class Paths {
  private static final int LONGEST = 4096;

  private Paths() {}

  /** Absolute, with no way back up in it. */
  static boolean isAbsolute(String text) {
    return text.startsWith("/")
        && text.length() <= LONGEST
        && text.chars().noneMatch(Character::isISOControl)
        && Arrays.stream(text.split("/")).noneMatch(".."::equals);
  }
}
