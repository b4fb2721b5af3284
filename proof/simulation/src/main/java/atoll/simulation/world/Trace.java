package atoll.simulation.world;

import java.util.ArrayDeque;
import java.util.List;

/** What happened, a line a step: its hash always, and the last lines or all of them. */
public final class Trace {
  private final int kept;
  private final ArrayDeque<String> lines = new ArrayDeque<>();
  private long hash = 0xCBF29CE484222325L;
  private long count;

  /**
   * @param kept how many of the last lines are kept; 0 for all
   */
  public Trace(int kept) {
    this.kept = kept;
  }

  /** Adds a line; {@code nanos} is the world's own time. */
  public void add(long nanos, String who, String what) {
    long micros = nanos / 1000;
    var line = micros / 1_000_000 + "." + sixDigits(micros % 1_000_000) + " " + who + " " + what;
    for (int i = 0; i < line.length(); i++) hash = (hash ^ line.charAt(i)) * 0x100000001B3L;
    count++;
    lines.addLast(line);
    if (kept > 0 && lines.size() > kept) lines.removeFirst();
  }

  private static String sixDigits(long micros) {
    var digits = Long.toString(1_000_000 + micros);
    return digits.substring(1);
  }

  public List<String> lines() {
    return List.copyOf(lines);
  }

  public long count() {
    return count;
  }

  /** The same for the same lines, whether they are kept or not. */
  public String hash() {
    return "%016x".formatted(hash);
  }
}
