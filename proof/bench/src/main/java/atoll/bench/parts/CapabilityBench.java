package atoll.bench.parts;

import atoll.bench.Bench;
import atoll.bench.Effort;
import atoll.bench.Measurement;
import atoll.bench.Samples;
import atoll.bench.Stopwatch;
import atoll.capability.Authorisation;
import atoll.capability.Capability;
import atoll.capability.CapabilityContext;
import atoll.capability.CapabilityToken;
import atoll.capability.CapabilityTokens;
import atoll.capability.SelfSign;
import atoll.identity.Did;
import atoll.identity.PublicKey;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * From received bytes to a grant: for a chain of four that nobody in this process has seen, by keys
 * that nobody has seen, and for the same bytes once more. Every cold measurement has a context of
 * its own, every message an array of its own.
 */
public final class CapabilityBench implements Bench {
  private static final int CHAIN = 4;
  private static final int ARRAYS = 64;
  private static final Capability ABILITY = new Capability("/dms/deployment");

  private final Random random = new Random(4);

  /** A message that is about to arrive. */
  private record Arrival(CapabilityContext receiver, Did sender, byte[] bytes) {
    /** Nanoseconds from the bytes to a grant. */
    long nanosToGrant() {
      var watch = new Stopwatch();
      try (var consumed = receiver.consume(sender, bytes)) {
        var answer = receiver.require(consumed, sender, receiver.owner(), List.of(ABILITY));
        long took = watch.elapsed();
        if (answer instanceof Authorisation.Refused refused)
          throw new IllegalStateException("refused: " + refused);
        return took;
      }
    }
  }

  @Override
  public List<Measurement> measure(Effort effort) throws NoSuchAlgorithmException {
    return List.of(cold(effort), warm(effort));
  }

  private Measurement cold(Effort effort) {
    for (int round = effort.times(40, 0); round > 0; round--) {
      var arrivals = arrivals(100);
      arrivals.forEach(Arrival::nanosToGrant);
      arrivals.forEach(CapabilityBench::verifyingMicros);
    }
    int rounds = effort.times(30, 2);
    int perRound = effort.times(100, 2);
    var cold = new double[rounds][];
    var raw = new double[rounds][];
    for (int round = 0; round < rounds; round++) {
      var arrivals = arrivals(perRound);
      cold[round] = arrivals.stream().mapToDouble(a -> a.nanosToGrant() / 1e3).toArray();
      raw[round] = arrivals.stream().mapToDouble(CapabilityBench::verifyingMicros).toArray();
    }
    return Measurement.of("capability.cold", joined(cold))
        .beside("verifying the same 4 signatures and nothing else", joined(raw));
  }

  private Measurement warm(Effort effort) throws NoSuchAlgorithmException {
    var first = arrival();
    first.nanosToGrant();
    var again = new ArrayList<Arrival>();
    for (int i = 0; i < ARRAYS; i++)
      again.add(new Arrival(first.receiver(), first.sender(), first.bytes().clone()));
    var digest = MessageDigest.getInstance("SHA-256");
    int passes = effort.times(200, 1);
    for (int round = effort.times(60, 0); round > 0; round--) {
      warmMicros(again, passes);
      digestMicros(digest, again, passes);
    }
    var warm = new double[effort.times(101, 3)];
    var raw = new double[warm.length];
    for (int round = 0; round < warm.length; round++) {
      warm[round] = warmMicros(again, passes);
      raw[round] = digestMicros(digest, again, passes);
    }
    return Measurement.of("capability.warm", Samples.of(warm))
        .with("messages_per_sample", (double) passes * ARRAYS)
        .with("bytes", first.bytes().length)
        .beside("SHA-256 of the same bytes", Samples.of(raw));
  }

  private static double warmMicros(List<Arrival> arrivals, int passes) {
    var watch = new Stopwatch();
    for (int pass = 0; pass < passes; pass++)
      for (var arrival : arrivals) {
        var receiver = arrival.receiver();
        try (var consumed = receiver.consume(arrival.sender(), arrival.bytes())) {
          if (receiver.require(consumed, arrival.sender(), receiver.owner(), List.of(ABILITY))
              instanceof Authorisation.Refused refused)
            throw new IllegalStateException("refused: " + refused);
        }
      }
    return watch.elapsed() / 1e3 / passes / arrivals.size();
  }

  private static double digestMicros(MessageDigest digest, List<Arrival> arrivals, int passes) {
    int seen = 0;
    var watch = new Stopwatch();
    for (int pass = 0; pass < passes; pass++)
      for (var arrival : arrivals) seen += digest.digest(arrival.bytes())[0];
    double took = watch.elapsed() / 1e3 / passes / arrivals.size();
    if (seen == Integer.MIN_VALUE) throw new IllegalStateException("unlikely");
    return took;
  }

  private static double verifyingMicros(Arrival arrival) {
    var keys = new ArrayList<PublicKey>();
    var links = new ArrayList<CapabilityToken>();
    var next = Optional.of(CapabilityTokens.parse(arrival.bytes()).tokens().getFirst());
    for (; next.isPresent(); next = next.get().chain()) {
      links.add(next.get());
      keys.add(next.get().issuer().publicKey().orElseThrow());
    }
    var signed = links.stream().map(CapabilityToken::signedBytes).toList();
    var signatures = links.stream().map(CapabilityToken::signature).toList();
    boolean good = true;
    var watch = new Stopwatch();
    for (int i = 0; i < keys.size(); i++)
      good &= keys.get(i).verify(signed.get(i), signatures.get(i));
    long took = watch.elapsed();
    if (!good) throw new IllegalStateException("a signature does not verify");
    return took / 1e3;
  }

  private List<Arrival> arrivals(int count) {
    var arrivals = new ArrayList<Arrival>(count);
    for (int i = 0; i < count; i++) arrivals.add(arrival());
    return arrivals;
  }

  /** At a receiver who trusts the first of those who delegated, and never met the others. */
  private Arrival arrival() {
    var owner = Party.random(random);
    var team = Party.random(random);
    var service = Party.random(random);
    var sender = Party.random(random);
    var receiver = Party.random(random);
    receiver.context().addRoot(owner.did());
    owner.delegate(team, ABILITY, SelfSign.ONLY);
    team.delegate(service, ABILITY, SelfSign.NO);
    service.delegate(sender, ABILITY, SelfSign.NO);
    var bytes = sender.invocation(receiver.did(), ABILITY, CHAIN);
    return new Arrival(receiver.context(), sender.did(), bytes);
  }

  private static Samples joined(double[][] rounds) {
    return Samples.of(Arrays.stream(rounds).flatMapToDouble(Arrays::stream).toArray());
  }
}
