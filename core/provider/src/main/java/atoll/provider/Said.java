package atoll.provider;

/** A failure in words for people. */
final class Said {
  private Said() {}

  static String by(Exception e) {
    var cause = e.getCause();
    return e.getMessage()
        + (cause != null && cause.getMessage() != null ? ": " + cause.getMessage() : "");
  }
}
