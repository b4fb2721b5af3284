package atoll.infernet.containers;

/**
 * What looks at a container found since it was started.
 *
 * @param begun whether it was well before
 * @param failures since then
 * @param trouble that it has; empty if it is well
 */
record Health(boolean begun, int failures, String trouble) {
  static final Health UNKNOWN = new Health(false, 0, "it was not looked at yet");
  static final Health WELL = new Health(true, 0, "");

  private static final int MOST = 3;
  private static final int MOST_AT_FIRST = 300; // ten minutes, to load a model in

  Health failed(String why) {
    return new Health(begun, failures + 1, why);
  }

  /** The same trouble, of one that begins anew. */
  Health restarted() {
    return new Health(false, 0, trouble);
  }

  boolean isWell() {
    return trouble.isEmpty();
  }

  boolean isHopeless() {
    return failures >= (begun ? MOST : MOST_AT_FIRST);
  }
}
