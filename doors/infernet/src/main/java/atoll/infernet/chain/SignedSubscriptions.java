package atoll.infernet.chain;

import atoll.actor.Dispatcher;
import atoll.chain.Data;
import atoll.chain.Keccak;
import atoll.chain.infernet.Terms;
import atoll.infernet.DelegatedSubscription;
import atoll.infernet.Delegations;
import atoll.jobs.ServiceName;
import atoll.journal.Batch;
import atoll.journal.Journal;
import atoll.journal.Repository;
import atoll.kernel.AtollException;
import atoll.kernel.Backoff;
import atoll.kernel.ErrorCode;
import atoll.subscriptions.Agenda;
import atoll.subscriptions.SubscriptionKey;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Delegated subscriptions that clients brought (Infernet §4.7): journaled when they are taken, put
 * on the agenda once their signature is found to be their owner's, forgotten when they are done.
 * Anybody may post anything in the name of any owner: what is forged is forgotten alone, and what
 * cannot be asked about waits alone. Safe for any thread.
 */
final class SignedSubscriptions implements Delegations {
  private static final String COLLECTION = "delegated-subscriptions";
  private static final PostedCodec CODEC = new PostedCodec();

  /** How many are kept at the most, and how many bytes of them. */
  private static final int MOST = 10_000;

  /** Of one owner, so that nobody takes all the room. */
  private static final int MOST_OF_ONE = MOST / 4;

  private static final long MOST_BYTES = 256L << 20;

  /** What one takes besides its data, in bytes, generously. */
  private static final long BYTES_BESIDES = 2048;

  private static final int CHECKS_AT_ONCE = 4;
  private static final int CHECKS_OF_ONE = 20;
  private static final Backoff PAUSES = new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(2));

  private final Repository<PostedSubscription> records;
  private final String scope;
  private final SignerCheck signers;
  private final Agenda<Served> agenda;
  private final Dispatcher dispatcher;
  private final InstantSource clock;
  private final ChainEvents events;
  private final Map<String, Kept> kept = new HashMap<>();
  private final Set<Kept> waiting = new LinkedHashSet<>();
  private final Map<SubscriptionKey.Delegated, Kept> served = new HashMap<>();
  private long bytes;
  private int checking;

  /** One record, under its name in the journal. */
  private static final class Kept {
    private final String name;
    private final PostedSubscription posted;
    private final long bytes;
    private int checks;
    private Instant notBefore = Instant.MIN;

    private Kept(String name, PostedSubscription posted) {
      this.name = name;
      this.posted = posted;
      this.bytes = posted.subscription().data().length() + BYTES_BESIDES;
    }
  }

  /**
   * Takes up what is journaled.
   *
   * @param scope tells one chain and its contracts from others
   */
  SignedSubscriptions(
      Journal journal,
      String scope,
      SignerCheck signers,
      Agenda<Served> agenda,
      Dispatcher dispatcher,
      InstantSource clock,
      ChainEvents events) {
    this.records = new Repository<>(journal, COLLECTION, CODEC);
    this.scope = scope;
    this.signers = signers;
    this.agenda = agenda;
    this.dispatcher = dispatcher;
    this.clock = clock;
    this.events = events;
    for (var entry : journal.all(COLLECTION)) {
      var name = entry.key().key();
      if (!name.startsWith(scope + "/")) continue;
      var one = new Kept(name, CODEC.decode(entry.value()));
      keep(one);
      waiting.add(one);
    }
  }

  @Override
  public void take(
      DelegatedSubscription subscription, List<ServiceName> services, InetAddress from) {
    var posted =
        new PostedSubscription(
            subscription, services, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    var one = new Kept(name(posted), posted);
    synchronized (this) {
      if (kept.containsKey(one.name)) return; // said twice
      if (kept.size() >= MOST || bytes + one.bytes > MOST_BYTES || isOwnersRoomTaken(posted))
        throw new AtollException(
            ErrorCode.OVERLOADED, "too many delegated subscriptions wait; try again later");
      keep(one);
    }
    try {
      records.save(one.name, posted);
    } catch (RuntimeException e) {
      drop(one);
      throw e;
    }
    synchronized (this) {
      waiting.add(one);
    }
  }

  private boolean isOwnersRoomTaken(PostedSubscription posted) {
    if (kept.size() < MOST_OF_ONE) return false;
    var owner = posted.key().owner();
    return kept.values().stream().filter(one -> one.posted.key().owner().equals(owner)).count()
        >= MOST_OF_ONE;
  }

  private void keep(Kept one) {
    kept.put(one.name, one);
    bytes += one.bytes;
  }

  private synchronized void drop(Kept one) {
    if (kept.remove(one.name) != null) bytes -= one.bytes;
  }

  /** Begins to check what waits for it; what no service could be asked about is checked again. */
  void check() {
    while (true) {
      synchronized (this) {
        if (checking >= CHECKS_AT_ONCE || next(clock.instant()).isEmpty()) return;
        checking++;
      }
      dispatcher.execute(this::checkAll);
    }
  }

  private void checkAll() {
    try {
      for (var one = taken(); one.isPresent(); one = taken()) check(one.get());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      synchronized (this) {
        checking--;
      }
    }
  }

  /** One that nobody else checks from now on. */
  private synchronized Optional<Kept> taken() {
    var one = next(clock.instant());
    one.ifPresent(waiting::remove);
    return one;
  }

  private Optional<Kept> next(Instant now) {
    return waiting.stream().filter(one -> !now.isBefore(one.notBefore)).findFirst();
  }

  private void check(Kept one) throws InterruptedException {
    try {
      switch (signers.of(one.posted)) {
        case SignerCheck.Verdict.Signed(var found) -> serve(one, found);
        case SignerCheck.Verdict.Forged(var why) -> dismiss(one, why);
      }
    } catch (AtollException e) {
      if (++one.checks < CHECKS_OF_ONE) again(one);
      else dismiss(one, "its owner cannot be asked: " + e.getMessage());
    }
  }

  private void dismiss(Kept one, String why) {
    forget(one);
    events.mismatch(one.posted.key(), why);
  }

  private synchronized void again(Kept one) {
    one.notBefore = clock.instant().plus(PAUSES.afterFailures(one.checks));
    waiting.add(one);
  }

  /** Of two that were signed under one nonce, the one that was posted last counts. */
  private void serve(Kept one, Served found) {
    var key = one.posted.key();
    Kept other;
    synchronized (this) {
      other = served.get(key);
      if (other != null && one.posted.at().isBefore(other.posted.at())) other = one;
      else {
        served.put(key, one);
        agenda.track(key, found.timetable(), found);
      }
    }
    if (other != one) events.tracked(key);
    if (other != null) forget(other);
  }

  /** What is served and not done. */
  synchronized Set<Terms> terms() {
    var terms = new HashSet<Terms>();
    for (var key : served.keySet()) agenda.what(key).map(Served::terms).ifPresent(terms::add);
    return terms;
  }

  /** What is served under this key is done, one way or another. */
  void forget(SubscriptionKey.Delegated key) {
    Optional<Kept> done;
    synchronized (this) {
      done = Optional.ofNullable(served.get(key));
    }
    done.ifPresent(this::forget);
    synchronized (this) {
      if (done.isPresent() && !served.remove(key, done.get())) return; // another took its place
      agenda.drop(key);
    }
  }

  private void forget(Kept one) {
    var _ = records.journal().commit(Batch.of(records.remove(one.name)));
    drop(one);
  }

  private String name(PostedSubscription posted) {
    var digest = Data.of(Keccak.hash(CODEC.encode(posted))).hex().substring(2, 34);
    return scope + "/" + posted.key().text() + ":" + digest;
  }
}
