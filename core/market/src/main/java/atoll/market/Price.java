package atoll.market;

/** What a provider asks, in millionths of a credit for one core during one hour. */
public record Price(long microCreditsPerCoreHour) {
  public Price {
    if (microCreditsPerCoreHour < 0)
      throw new IllegalArgumentException("price is negative: " + microCreditsPerCoreHour);
  }
}
