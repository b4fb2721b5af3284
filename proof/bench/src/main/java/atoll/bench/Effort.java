package atoll.bench;

/** How much is done for a measurement. */
public enum Effort {
  /** Enough for a figure that means something. */
  FULL,
  /** Just enough to see that the bench works; what it says about speed means nothing. */
  BRIEF;

  public int times(int full, int brief) {
    return switch (this) {
      case FULL -> full;
      case BRIEF -> brief;
    };
  }
}
