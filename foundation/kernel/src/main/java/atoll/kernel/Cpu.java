package atoll.kernel;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** An amount of processor in millicores (thousandths of a core), zero or more. */
public record Cpu(long millicores) implements Comparable<Cpu> {
  public static final Cpu ZERO = new Cpu(0);

  public Cpu {
    if (millicores < 0)
      throw new IllegalArgumentException("cpu is negative: " + millicores + " millicores");
  }

  public static Cpu ofCores(long cores) {
    return new Cpu(Math.multiplyExact(cores, 1000L));
  }

  /**
   * Rounds a fraction of a core up to the next millicore, so that a demand is never met by less.
   */
  public static Cpu ofCores(BigDecimal cores) {
    return new Cpu(cores.movePointRight(3).setScale(0, RoundingMode.CEILING).longValueExact());
  }

  public Cpu plus(Cpu other) {
    return new Cpu(Math.addExact(millicores, other.millicores));
  }

  /**
   * @throws IllegalArgumentException if {@code other} is larger
   */
  public Cpu minus(Cpu other) {
    return new Cpu(millicores - other.millicores);
  }

  public boolean fitsIn(Cpu room) {
    return millicores <= room.millicores;
  }

  /** The amount in cores, exactly: 1500 millicores are {@code 1.5}. */
  public BigDecimal cores() {
    return BigDecimal.valueOf(millicores, 3).stripTrailingZeros();
  }

  @Override
  public int compareTo(Cpu other) {
    return Long.compare(millicores, other.millicores);
  }

  /** For people: {@code 0.2 cores}. */
  @Override
  public String toString() {
    var cores = cores().toPlainString();
    return cores + (cores.equals("1") ? " core" : " cores");
  }
}
