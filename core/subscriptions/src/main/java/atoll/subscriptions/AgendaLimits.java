package atoll.subscriptions;

/**
 * How patient a node is.
 *
 * @param attempts for one interval
 * @param settledAfter blocks above an answer before nobody looks for it any more
 * @param missed times in a row that an answer is not found before it counts as undone; services of
 *     a chain may lag
 */
public record AgendaLimits(int attempts, long settledAfter, int missed) {
  /** Attempts are the original's (Infernet §4.6). */
  public static final AgendaLimits USUAL = new AgendaLimits(3, 12, 3);

  public AgendaLimits {
    if (attempts < 1 || settledAfter < 0 || missed < 1)
      throw new IllegalArgumentException("a limit is too low to answer anything");
  }
}
