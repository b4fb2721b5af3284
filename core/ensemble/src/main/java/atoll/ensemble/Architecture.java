package atoll.ensemble;

import java.util.Locale;

/** Processor architectures go by several names; these are the ones that mean the same. */
public final class Architecture {
  private Architecture() {}

  public static boolean same(String one, String other) {
    return canonical(one).equals(canonical(other));
  }

  private static String canonical(String name) {
    var lower = name.strip().toLowerCase(Locale.ROOT).replace('-', '_');
    return switch (lower) {
      case "x86_64", "x64" -> "amd64";
      case "aarch64" -> "arm64";
      case "i386", "i486", "i586", "i686" -> "x86";
      default -> lower;
    };
  }
}
