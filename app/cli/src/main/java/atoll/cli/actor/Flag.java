package atoll.cli.actor;

/**
 * An option of a behaviour's command, as the original has it.
 *
 * @param shortName with its dash
 * @param longName with its dashes
 */
record Flag(Kind kind, String shortName, String longName, boolean required, String meaning) {
  /** What it takes. */
  enum Kind {
    TEXT,
    TRUTH,
    /** May be repeated. */
    LIST
  }

  static Flag text(String shortName, String longName, String meaning) {
    return new Flag(Kind.TEXT, shortName, longName, false, meaning);
  }

  static Flag needed(String shortName, String longName, String meaning) {
    return new Flag(Kind.TEXT, shortName, longName, true, meaning);
  }

  static Flag truth(String shortName, String longName, String meaning) {
    return new Flag(Kind.TRUTH, shortName, longName, false, meaning);
  }

  static Flag list(String shortName, String longName, String meaning) {
    return new Flag(Kind.LIST, shortName, longName, false, meaning);
  }
}
