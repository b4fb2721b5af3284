package atoll.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A figure to reach, on 2 cores at 2.5 GHz.
 *
 * @param name what is printed; up to its first dot, what {@code ./bench/run} takes
 * @param unit of the figure and of what is measured
 * @param what is measured, for people
 */
public record Target(String name, String unit, Bound bound, double figure, String what) {
  /** On which side of its figure a measurement should be. */
  public enum Bound {
    AT_MOST("<="),
    AT_LEAST(">=");

    private final String sign;

    Bound(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }

    static Bound parse(String sign) {
      for (var bound : values()) if (bound.sign.equals(sign)) return bound;
      throw new IllegalArgumentException("neither <= nor >=: " + sign);
    }
  }

  private static final String TABLE = "figures.tsv";

  /** All of them, in the order of the table. */
  public static List<Target> all() {
    try (var table = Target.class.getResourceAsStream(TABLE)) {
      if (table == null) throw new IllegalStateException(TABLE + " is not on the class path");
      var lines = new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8)).lines();
      return lines.map(Target::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + TABLE, e);
    }
  }

  /**
   * @throws IllegalArgumentException if there is none of this name
   */
  public static Target named(String name) {
    for (var target : all()) if (target.name.equals(name)) return target;
    throw new IllegalArgumentException("no figure to reach is called " + name);
  }

  /** The bench that measures it. */
  public String bench() {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  public boolean isReachedBy(double value) {
    return switch (bound) {
      case AT_MOST -> value <= figure;
      case AT_LEAST -> value >= figure;
    };
  }

  private static Target parse(String line) {
    var columns = line.split("\t", -1);
    if (columns.length != 5) throw new IllegalArgumentException("not five columns: " + line);
    return new Target(
        columns[0],
        columns[1],
        Bound.parse(columns[2]),
        Double.parseDouble(columns[3]),
        columns[4]);
  }
}
