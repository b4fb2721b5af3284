package atoll.market;

import java.util.Set;

/**
 * The public ports of a provider (DMS §8.5).
 *
 * @param from the first port that may be given out where any port will do
 * @param to one past the last such port
 * @param taken ports that are reserved, inside that range or not; those that nobody asks for may be
 *     left out if they are outside
 */
public record FreePorts(int from, int to, Set<Integer> taken) {
  /** The default range with nothing taken. */
  public static final FreePorts ALL = new FreePorts(16384, 65536, Set.of());

  public FreePorts {
    if (from < 1 || to > 65536 || from > to)
      throw new IllegalArgumentException("no such range of ports: " + from + " to " + to);
    taken = Set.copyOf(taken);
  }

  /** How many ports the range has, taken or not. */
  public int size() {
    return to - from;
  }

  public boolean isInRange(int port) {
    return port >= from && port < to;
  }

  /** How many ports of the range are not taken. */
  public int free() {
    int free = size();
    for (int port : taken) if (isInRange(port)) free--;
    return free;
  }
}
