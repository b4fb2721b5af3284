package atoll.bench;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** Numbers that were measured one after the other; at least one. Immutable. */
public final class Samples {
  private final double[] sorted;

  private Samples(double[] sorted) {
    this.sorted = sorted;
  }

  public static Samples of(double... measured) {
    if (measured.length == 0) throw new IllegalArgumentException("nothing was measured");
    for (double one : measured)
      if (!Double.isFinite(one)) throw new IllegalArgumentException("measured " + one);
    var sorted = measured.clone();
    Arrays.sort(sorted);
    return new Samples(sorted);
  }

  public int count() {
    return sorted.length;
  }

  public double min() {
    return sorted[0];
  }

  public double median() {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  public double max() {
    return sorted[sorted.length - 1];
  }

  /** The same measurements in another unit. */
  public Samples map(DoubleUnaryOperator conversion) {
    return of(Arrays.stream(sorted).map(conversion).toArray());
  }

  @Override
  public String toString() {
    return Arrays.toString(sorted);
  }
}
