package atoll.market;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How a seed decides between providers that are equally good: each has a number of its own that
 * does not depend on who else there is.
 */
final class Ties {
  private Ties() {}

  static long number(ProviderId provider, long seed) {
    long mixed = seed;
    for (int i = 0; i < provider.value().length(); i++)
      mixed = (mixed ^ provider.value().charAt(i)) * 0x100000001b3L;
    return new SplittableRandom(mixed).nextLong();
  }

  /** The positions of offers that are sorted by provider, in the seed's order. */
  static int[] order(Offer[] offers, long seed) {
    var numbers = Arrays.stream(offers).mapToLong(o -> number(o.provider(), seed)).toArray();
    return IntStream.range(0, offers.length)
        .boxed()
        .sorted(Comparator.<Integer>comparingLong(p -> numbers[p]).thenComparing(p -> p))
        .mapToInt(p -> p)
        .toArray();
  }
}
