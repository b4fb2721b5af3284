package atoll.market;

import atoll.market.Problem.Edge;
import java.util.Arrays;

/**
 * A systematic search for the best placement: the node with the fewest providers left is placed
 * first, on its best provider; what that rules out for the others is taken from them at once; and a
 * branch is left when a node has nothing left, when the nodes cannot all be seated, or when it
 * cannot become better than what was found. No assignment is tried twice. The effort is bounded:
 * after the first placement only a little more is spent on better ones, which {@link Climb} finds
 * faster.
 */
final class Tree {
  private static final int IMPROVING = 500_000;
  private static final double TELLING = 1e-6;
  private static final double LOSS_STEPS = 1e6;

  private final Problem problem;
  private final boolean[] taking;
  private final Seating seating;
  private final ProviderSet[] left;
  private final int[] sizes;
  private final int[] failures;
  private final Room[] rooms;
  private final double[] bestLiking;
  private final Trail trail = new Trail();
  private final int[] assigned;
  private final int toPlace;
  private int providersUsed;
  private long effortLeft;
  private boolean cutShort;
  private int[] best = {};
  private double bestLoss = Double.POSITIVE_INFINITY;

  /**
   * @param taking which nodes take part; the others are as if nobody had asked for them
   */
  Tree(Problem problem, boolean[] taking, long effort) {
    this.problem = problem;
    this.taking = taking;
    effortLeft = effort;
    seating = new Seating(problem, taking);
    left = Arrays.stream(problem.fitting).map(ProviderSet::copy).toArray(ProviderSet[]::new);
    sizes = Arrays.stream(left).mapToInt(ProviderSet::size).toArray();
    failures = new int[left.length];
    Arrays.fill(failures, 1);
    rooms = Arrays.stream(problem.offers).map(Room::of).toArray(Room[]::new);
    assigned = new int[left.length];
    Arrays.fill(assigned, -1);
    bestLiking = new double[left.length];
    int count = 0;
    for (int n = 0; n < left.length; n++)
      if (taking[n]) {
        count++;
        for (int p = left[n].next(0); p >= 0; p = left[n].next(p + 1))
          bestLiking[n] = Math.max(bestLiking[n], problem.liking(n, p));
      }
    toPlace = count;
  }

  Tree search() {
    if (hasNothingLeft() || !seating.isPossible(assigned, left)) return this;
    descend(0, 0);
    return this;
  }

  boolean found() {
    return best.length > 0;
  }

  /** The provider of each node, -1 for those that take no part. */
  int[] best() {
    return best.clone();
  }

  /** Whether effort ran out, so that there may be a placement, or a better one. */
  boolean cutShort() {
    return cutShort;
  }

  /** Of the nodes that took part, how often each was left without a provider. */
  int failures(int node) {
    return failures[node];
  }

  private boolean hasNothingLeft() {
    for (int n = 0; n < left.length; n++) if (taking[n] && sizes[n] == 0) return true;
    return false;
  }

  private void descend(int placed, double loss) {
    if (placed == toPlace) {
      if (!found()) effortLeft = Math.min(effortLeft, IMPROVING);
      best = assigned.clone();
      bestLoss = loss;
      return;
    }
    int node = mostConstrained();
    effortLeft -= sizes[node];
    for (long choice : choices(node)) {
      int provider = problem.byRank[(int) choice];
      double lossHere = loss + loss(node, provider);
      if (lossHere >= bestLoss - TELLING) return; // and so are all that follow
      effortLeft -= left.length + 1;
      if (effortLeft < 0) {
        cutShort = true;
        return;
      }
      int mark = trail.mark();
      var before = rooms[provider];
      if (place(node, provider)) descend(placed + 1, lossHere);
      takeBack(node, provider, before, mark);
      if (cutShort) return;
    }
  }

  /** Fewest providers left for the trouble that it made so far, then most edges. */
  private int mostConstrained() {
    int chosen = -1;
    for (int n = 0; n < left.length; n++) {
      if (!taking[n] || assigned[n] >= 0) continue;
      if (chosen < 0) chosen = n;
      long here = (long) sizes[n] * failures[chosen];
      long there = (long) sizes[chosen] * failures[n];
      if (here < there
          || (here == there && problem.edgesOf[n].length > problem.edgesOf[chosen].length))
        chosen = n;
    }
    return chosen;
  }

  /** The providers left, the least loss first: loss in the upper half, the seed's rank below. */
  private long[] choices(int node) {
    var choices = new long[sizes[node]];
    int i = 0;
    for (int p = left[node].next(0); p >= 0; p = left[node].next(p + 1))
      choices[i++] = (long) (loss(node, p) * LOSS_STEPS) << 32 | problem.rank[p];
    Arrays.sort(choices);
    return choices;
  }

  /** How far the whole score falls below the best imaginable by this assignment. */
  private double loss(int node, int provider) {
    double loss = bestLiking[node] - problem.liking(node, provider);
    boolean isUsed = rooms[provider].nodes() > 0;
    if (problem.scoring.packs() ? !isUsed && providersUsed > 0 : isUsed)
      loss += problem.scoring.companyWeight;
    for (var edge : problem.edgesOf[node]) {
      int other = assigned[edge.otherEnd(node)];
      if (other >= 0)
        loss += problem.weightOf(edge) * (1 - problem.rules.nearness(other, provider));
    }
    return Math.max(0, loss);
  }

  private boolean place(int node, int provider) {
    assigned[node] = provider;
    if (rooms[provider].nodes() == 0) providersUsed++;
    rooms[provider] = rooms[provider].with(problem.nodes[node]);
    return leaveRoom(provider) && keepEdges(node, provider) && seating.isPossible(assigned, left);
  }

  private void takeBack(int node, int provider, Room before, int mark) {
    if (before.nodes() == 0) providersUsed--;
    rooms[provider] = before;
    assigned[node] = -1;
    trail.undo(mark, left, sizes);
  }

  /** Takes the provider from nodes that no longer fit on it. */
  private boolean leaveRoom(int provider) {
    var room = rooms[provider];
    boolean full = room.nodes() >= problem.policy.maxNodesPerProvider();
    for (int n = 0; n < left.length; n++)
      if (taking[n]
          && assigned[n] < 0
          && left[n].contains(provider)
          && (full || !room.fits(problem.nodes[n]))) {
        trail.change(
            n, provider >>> 6, left[n].word(provider >>> 6) & ~(1L << provider), left, sizes);
        if (isLost(n)) return false;
      }
    return true;
  }

  /** Takes from the nodes at the other end of each edge the providers that break it. */
  private boolean keepEdges(int node, int provider) {
    for (Edge edge : problem.edgesOf[node]) {
      int other = edge.otherEnd(node);
      if (!taking[other] || assigned[other] >= 0) continue;
      var allowed =
          problem.rules.allowed(edge, edge.source() == node, provider, problem.fitting[other]);
      for (int w = 0; w < allowed.words(); w++)
        trail.change(other, w, left[other].word(w) & allowed.word(w), left, sizes);
      if (isLost(other)) return false;
    }
    return true;
  }

  private boolean isLost(int node) {
    if (sizes[node] > 0) return false;
    failures[node]++;
    return true;
  }
}
