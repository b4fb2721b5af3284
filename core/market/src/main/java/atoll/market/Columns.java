package atoll.market;

import atoll.kernel.ResourceDemand;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * What decides most placements, of many providers side by side: room, and score. The score of a
 * provider is a straight line in what is asked for; its foot, {@code standing}, and the steepest
 * slopes there are bound it from above, so that one comparison passes over most of those that are
 * no better than the best found so far.
 */
final class Columns {
  static final int NONE = -1;
  private static final int FIRST_ROWS = 64;
  private static final double ROUNDING = 1e-9;

  private final Scoring scoring;
  private int size;
  private long[] freeMillicores = {};
  private long[] freeMemory = {};
  private long[] freeDisk = {};
  private double[] standing = {};
  private double[] perMillicore = {};
  private double[] perByteOfMemory = {};
  private double[] perByteOfDisk = {};
  private long[] ties = {};
  private double steepestMillicore = Double.NEGATIVE_INFINITY;
  private double steepestByteOfMemory = Double.NEGATIVE_INFINITY;
  private double steepestByteOfDisk = Double.NEGATIVE_INFINITY;

  Columns(Scoring scoring) {
    this.scoring = scoring;
  }

  int size() {
    return size;
  }

  /** Adds a row, or overwrites one. */
  void put(int row, Room room, long tie) {
    if (row == ties.length) grow();
    size = Math.max(size, row + 1);
    ties[row] = tie;
    refresh(row, room);
  }

  void refresh(int row, Room room) {
    var total = room.offer().total();
    freeMillicores[row] = room.free().cpu().millicores();
    freeMemory[row] = room.free().memory().bytes();
    freeDisk[row] = room.free().disk().bytes();
    double used = Scoring.usedShare(ResourceDemand.NONE, room.free(), total);
    standing[row] = scoring.ofProvider(room.offer()) + scoring.fitWeight * scoring.fit(used);
    double slope = scoring.fitWeight * (scoring.fit(1) - scoring.fit(0)) / 3;
    perMillicore[row] = slope(slope, total.cpu().millicores());
    perByteOfMemory[row] = slope(slope, total.memory().bytes());
    perByteOfDisk[row] = slope(slope, total.disk().bytes());
    steepestMillicore = Math.max(steepestMillicore, perMillicore[row]);
    steepestByteOfMemory = Math.max(steepestByteOfMemory, perByteOfMemory[row]);
    steepestByteOfDisk = Math.max(steepestByteOfDisk, perByteOfDisk[row]);
  }

  void removeLast() {
    size--;
  }

  /** The row with room and the highest score that {@code suits}, the lowest tie among equals. */
  int best(ResourceDemand asked, IntPredicate suits) {
    long millicores = asked.cpu().millicores();
    long memory = asked.memory().bytes();
    long disk = asked.disk().bytes();
    int best = NONE;
    double bestScore = Double.NEGATIVE_INFINITY;
    double most =
        millicores * steepestMillicore + memory * steepestByteOfMemory + disk * steepestByteOfDisk;
    double enough = Double.NEGATIVE_INFINITY;
    for (int row = 0; row < size; row++) {
      if (standing[row] < enough
          || millicores > freeMillicores[row]
          || memory > freeMemory[row]
          || disk > freeDisk[row]) continue;
      double score =
          standing[row]
              + millicores * perMillicore[row]
              + memory * perByteOfMemory[row]
              + disk * perByteOfDisk[row];
      if ((score > bestScore || (score == bestScore && best >= 0 && ties[row] < ties[best]))
          && suits.test(row)) {
        best = row;
        bestScore = score;
        enough = score - most - ROUNDING;
      }
    }
    return best;
  }

  private static double slope(double slope, long total) {
    return total == 0 ? 0 : slope / total;
  }

  private void grow() {
    int length = Math.max(FIRST_ROWS, 2 * ties.length);
    freeMillicores = Arrays.copyOf(freeMillicores, length);
    freeMemory = Arrays.copyOf(freeMemory, length);
    freeDisk = Arrays.copyOf(freeDisk, length);
    standing = Arrays.copyOf(standing, length);
    perMillicore = Arrays.copyOf(perMillicore, length);
    perByteOfMemory = Arrays.copyOf(perByteOfMemory, length);
    perByteOfDisk = Arrays.copyOf(perByteOfDisk, length);
    ties = Arrays.copyOf(ties, length);
  }
}
