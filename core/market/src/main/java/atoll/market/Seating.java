package atoll.market;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * Proof that the nodes could all still have a provider, as far as numbers tell: a matching of nodes
 * with seats on providers, where a provider has as many seats as the smallest of the nodes that fit
 * it could fill. When no such matching exists there is no placement either, which trying one
 * assignment after the other would take for ever to find out.
 */
final class Seating {
  private static final int NOWHERE = -1;

  private final Problem problem;
  private final boolean[] taking;
  private final int[] seats;
  private final int[] filled;
  private final int[] seatOf;
  private final int[] asked;
  private int asking;

  Seating(Problem problem, boolean[] taking) {
    this.problem = problem;
    this.taking = taking;
    seats = seats();
    filled = new int[problem.offers.length];
    seatOf = new int[problem.nodes.length];
    Arrays.fill(seatOf, NOWHERE);
    asked = new int[problem.offers.length];
  }

  /** Whether every node can have a seat: its own provider, or one of those left to it. */
  boolean isPossible(int[] assigned, ProviderSet[] left) {
    for (int n = 0; n < seatOf.length; n++)
      if (seatOf[n] != NOWHERE
          && (assigned[n] >= 0 ? seatOf[n] != assigned[n] : !left[n].contains(seatOf[n]))) {
        filled[seatOf[n]]--;
        seatOf[n] = NOWHERE;
      }
    for (int n = 0; n < seatOf.length; n++)
      if (assigned[n] >= 0 && seatOf[n] == NOWHERE && !sitDown(n, assigned[n], assigned))
        return false;
    for (int n = 0; n < seatOf.length; n++)
      if (taking[n] && seatOf[n] == NOWHERE) {
        asking++;
        if (!findSeat(n, assigned, left)) return false;
      }
    return true;
  }

  private boolean sitDown(int node, int provider, int[] assigned) {
    if (filled[provider] == seats[provider]) {
      int guest = guestOf(provider, 0, assigned);
      if (guest < 0) return false;
      seatOf[guest] = NOWHERE;
      filled[provider]--;
    }
    seatOf[node] = provider;
    filled[provider]++;
    return true;
  }

  private boolean findSeat(int node, int[] assigned, ProviderSet[] left) {
    for (int p = left[node].next(0); p >= 0; p = left[node].next(p + 1))
      if (filled[p] < seats[p]) {
        seatOf[node] = p;
        filled[p]++;
        return true;
      }
    for (int p = left[node].next(0); p >= 0; p = left[node].next(p + 1)) {
      if (asked[p] == asking) continue;
      asked[p] = asking;
      for (int m = guestOf(p, 0, assigned); m >= 0; m = guestOf(p, m + 1, assigned))
        if (findSeat(m, assigned, left)) {
          filled[p]--; // the guest took a seat elsewhere
          seatOf[node] = p;
          filled[p]++;
          return true;
        }
    }
    return false;
  }

  /** The next node from {@code from} that sits at the provider without being assigned to it. */
  private int guestOf(int provider, int from, int[] assigned) {
    for (int n = from; n < seatOf.length; n++)
      if (seatOf[n] == provider && assigned[n] < 0) return n;
    return -1;
  }

  private int[] seats() {
    var seats = new int[problem.offers.length];
    var byCpu = ascending(d -> d.resources().cpu().millicores());
    var byMemory = ascending(d -> d.resources().memory().bytes());
    var byDisk = ascending(d -> d.resources().disk().bytes());
    for (int p = 0; p < seats.length; p++) {
      var free = problem.offers[p].free();
      int cpu = count(p, byCpu, d -> d.resources().cpu().millicores(), free.cpu().millicores());
      int memory = count(p, byMemory, d -> d.resources().memory().bytes(), free.memory().bytes());
      int disk = count(p, byDisk, d -> d.resources().disk().bytes(), free.disk().bytes());
      seats[p] =
          Math.min(problem.policy.maxNodesPerProvider(), Math.min(cpu, Math.min(memory, disk)));
    }
    return seats;
  }

  private List<Integer> ascending(ToLongFunction<Demand> amount) {
    return IntStream.range(0, problem.nodes.length)
        .filter(n -> taking[n])
        .boxed()
        .sorted(Comparator.comparingLong(n -> amount.applyAsLong(problem.nodes[n])))
        .toList();
  }

  private int count(
      int provider, List<Integer> ascending, ToLongFunction<Demand> amount, long room) {
    int count = 0;
    for (int n : ascending) {
      if (!problem.fitting[n].contains(provider)) continue;
      room -= amount.applyAsLong(problem.nodes[n]);
      if (room < 0) break;
      count++;
    }
    return count;
  }
}
