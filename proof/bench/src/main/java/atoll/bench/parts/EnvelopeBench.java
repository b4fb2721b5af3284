package atoll.bench.parts;

import atoll.actor.Actor;
import atoll.actor.ActorEnvironment;
import atoll.actor.ActorLimits;
import atoll.actor.Address;
import atoll.actor.Envelope;
import atoll.actor.InMemoryNetwork;
import atoll.actor.SendOutcome;
import atoll.actor.Transport;
import atoll.actor.VirtualThreadDispatcher;
import atoll.bench.Bench;
import atoll.bench.Effort;
import atoll.bench.Measurement;
import atoll.bench.Samples;
import atoll.bench.Stopwatch;
import atoll.capability.Capability;
import atoll.capability.SelfSign;
import atoll.identity.PeerId;
import atoll.kernel.Lifecycle;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many messages an actor takes in: sent over the in-memory transport by several strangers who
 * signed them beforehand, read, authenticated, authorised on a chain of three, accepted once, and
 * handed to a handler that does nothing.
 */
public final class EnvelopeBench implements Bench {
  private static final int SENDERS = 8;
  private static final int UNDER_WAY = 1024;
  private static final String BEHAVIOUR = "/dms/bench/take";
  private static final int CHAIN = 3;

  private final Random random = new Random(3);
  private final int processors = Runtime.getRuntime().availableProcessors();
  private final OperatingSystemMXBean process =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final AtomicInteger handled = new AtomicInteger();
  private final Semaphore room = new Semaphore(UNDER_WAY);

  /** A signed message, as it leaves its sender. */
  private record Signed(Transport from, byte[] bytes, Instant expiresAt) {}

  @Override
  public List<Measurement> measure(Effort effort) throws InterruptedException {
    try (var parts = new Lifecycle()) {
      var dispatcher = parts.add(new VirtualThreadDispatcher("bench"));
      var clock = InstantSource.system();
      var network = parts.add(new InMemoryNetwork(dispatcher, clock, System::nanoTime));
      var owner = Party.random(random);
      var receiver = Party.random(random);
      receiver.context().addRoot(owner.did());
      var home = network.join(PeerId.of(receiver.key().publicKey()));
      var limits = ActorLimits.standard(processors);
      var actor =
          parts.add(
              Actor.root(
                  receiver.key(),
                  new ActorEnvironment(
                      receiver.context(), home, dispatcher, clock, random, limits)));
      actor.on(
          BEHAVIOUR,
          _ -> {
            handled.incrementAndGet();
            room.release();
          });
      var senders = new ArrayList<Stranger>();
      for (int i = 0; i < SENDERS; i++) senders.add(stranger(network, owner, actor));
      return List.of(rounds(effort, senders, actor.handle().address()));
    }
  }

  private Stranger stranger(InMemoryNetwork network, Party owner, Actor actor) {
    var team = Party.random(random);
    var party = Party.random(random);
    var ability = new Capability(BEHAVIOUR);
    owner.delegate(team, ability, SelfSign.ONLY);
    team.delegate(party, ability, SelfSign.NO);
    var tokens = party.invocation(actor.handle().did(), ability, CHAIN);
    var transport = network.join(PeerId.of(party.key().publicKey()));
    return new Stranger(party.key(), transport, actor.handle(), BEHAVIOUR, tokens);
  }

  private Measurement rounds(Effort effort, List<Stranger> senders, Address to)
      throws InterruptedException {
    int messages = effort.times(20_000, 40);
    for (int round = effort.times(6, 0); round > 0; round--) perSecond(sign(senders, messages), to);
    var rates = new double[effort.times(11, 2)];
    var cpuRates = new double[rates.length];
    var raw = new double[rates.length];
    for (int round = 0; round < rates.length; round++) {
      var signed = sign(senders, messages);
      raw[round] = verificationsPerSecond(signed);
      long cpuBegun = process.getProcessCpuTime();
      rates[round] = perSecond(signed, to);
      long cpu = process.getProcessCpuTime() - cpuBegun;
      cpuRates[round] = messages * 1e9 / Math.max(1, cpu) * processors;
    }
    return Measurement.of("envelope", Samples.of(rates))
        .with("messages_per_sample", messages)
        .with("processors", processors)
        .with("per_cpu_s", Samples.of(cpuRates).median())
        .beside("raw Ed25519 verifications of the same messages", Samples.of(raw));
  }

  private List<Signed> sign(List<Stranger> senders, int count) {
    var signed = Collections.synchronizedList(new ArrayList<Signed>(count));
    Hands.share(
        processors,
        count / senders.size(),
        _ -> {
          for (var sender : senders) {
            var envelope = sender.sign();
            signed.add(new Signed(sender.transport(), envelope.toBytes(), envelope.expiresAt()));
          }
        });
    return signed;
  }

  private double perSecond(List<Signed> messages, Address to) throws InterruptedException {
    handled.set(0);
    var failures = new AtomicInteger();
    var watch = new Stopwatch();
    for (var message : messages) {
      room.acquire();
      var _ =
          message
              .from()
              .send(to, message.bytes(), message.expiresAt())
              .thenAccept(outcome -> {
                if (outcome instanceof SendOutcome.Sent) return;
                failures.incrementAndGet();
                room.release();
              });
    }
    room.acquire(UNDER_WAY); // all have been handled
    long took = watch.elapsed();
    room.release(UNDER_WAY);
    if (handled.get() != messages.size())
      throw new IllegalStateException(
          handled.get() + " of " + messages.size() + " handled, " + failures + " not delivered");
    return messages.size() * 1e9 / took;
  }

  private double verificationsPerSecond(List<Signed> messages) {
    var envelopes = messages.stream().map(message -> Envelope.parse(message.bytes())).toList();
    var bad = new AtomicInteger();
    var watch = new Stopwatch();
    Hands.share(
        processors,
        envelopes.size(),
        i -> {
          if (!envelopes.get(i).verifySignature()) bad.incrementAndGet();
        });
    long took = watch.elapsed();
    if (bad.get() > 0) throw new IllegalStateException(bad + " signatures do not verify");
    return envelopes.size() * 1e9 / took;
  }
}
