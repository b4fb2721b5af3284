package atoll.subscriptions;

import atoll.journal.Batch;
import atoll.journal.Journal;
import atoll.journal.Repository;
import atoll.kernel.Backoff;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every subscription that this node serves, and how far each is (Infernet §4.6). What must not be
 * done twice is durable before a method returns. Safe for any thread, if each interval that is
 * {@link #begin begun} has one owner until it is ended.
 *
 * @param <T> what its user knows of a subscription besides
 */
public final class Agenda<T> {
  private final Repository<Progress> records;
  private final String scope;
  private final AgendaLimits limits;
  private final Map<SubscriptionKey, Progress> remembered = new HashMap<>();
  private final ConcurrentMap<SubscriptionKey, Entry<T>> entries = new ConcurrentHashMap<>();

  /**
   * Reads what is journaled.
   *
   * @param scope tells one chain and its contracts from others, which have the same ids
   * @throws atoll.journal.JournalException if it cannot be read
   */
  public Agenda(Journal journal, String scope, AgendaLimits limits) {
    this.records = new Repository<>(journal, "subscription-progress", new ProgressCodec());
    this.scope = scope;
    this.limits = limits;
    for (var entry : journal.all("subscription-progress"))
      if (entry.key().key().startsWith(scope + "/")) {
        var progress = new ProgressCodec().decode(entry.value());
        remembered.put(progress.key(), progress);
      }
  }

  public int size() {
    return entries.size();
  }

  /**
   * The orders that somebody is about, or that will be handed out with what is due; nobody will ask
   * for any other.
   *
   * @param second of the chain
   */
  public Set<String> awaited(long second) {
    return entries.values().stream()
        .flatMap(entry -> entry.awaits(second).stream())
        .collect(Collectors.toSet());
  }

  public boolean has(SubscriptionKey key) {
    return entries.containsKey(key);
  }

  /** Whether it is on the agenda, or how far it was is known from before. */
  public boolean remembers(SubscriptionKey key) {
    synchronized (remembered) {
      return remembered.containsKey(key) || has(key);
    }
  }

  /** Whether the interval that was begun last has its answer. */
  public boolean isDelivered(SubscriptionKey key) {
    return Optional.ofNullable(entries.get(key)).filter(Entry::isDelivered).isPresent();
  }

  /** What is known of a subscription, if it is on the agenda. */
  public Optional<T> what(SubscriptionKey key) {
    return Optional.ofNullable(entries.get(key)).map(Entry::what);
  }

  /**
   * Puts it on the agenda. Of one that is there already what it wants is replaced; if it is another
   * one now, how far the earlier was is forgotten, unless it may be about to be answered.
   *
   * @throws atoll.journal.JournalException if that cannot be made durable; nothing is replaced then
   */
  public void track(SubscriptionKey key, Timetable timetable, T what) {
    var earlier = entries.get(key);
    if (earlier != null && earlier.isFreeFor(timetable, what)) {
      forget(key);
      entries.replace(key, earlier, earlier.to(null));
    }
    entries.compute(
        key,
        (_, known) ->
            known == null
                ? new Entry<>(timetable, what, recalled(key), false, null, 0, 0)
                : known.of(timetable, what));
  }

  /** Its owner wants no more answers; the next round tells that it is over. */
  public void cancel(SubscriptionKey key) {
    entries.computeIfPresent(
        key, (_, entry) -> entry.of(entry.timetable().cancelled(), entry.what()));
  }

  /**
   * The chain no longer has subscriptions from this id on. What was known of them is forgotten, for
   * others may get their ids; those stay that somebody is about, or whose answer may have left.
   *
   * @throws atoll.journal.JournalException if that cannot be made durable
   */
  public void forgetFrom(long id) {
    entries.forEach((key, entry) -> {
      if (isFrom(id, key) && !entry.busy() && !entry.isSending()) {
        if (entry.progress() != null) forget(key);
        entries.remove(key, entry);
      }
    });
    synchronized (remembered) {
      remembered
          .entrySet()
          .removeIf(each -> {
            boolean isGone =
                isFrom(id, each.getKey()) && !(each.getValue().stage() instanceof Progress.Sending);
            if (isGone) forget(each.getKey());
            return isGone;
          });
    }
  }

  private static boolean isFrom(long id, SubscriptionKey key) {
    return key instanceof SubscriptionKey.OnChain(var own) && own >= id;
  }

  private @Nullable Progress recalled(SubscriptionKey key) {
    synchronized (remembered) {
      return remembered.remove(key);
    }
  }

  /**
   * Takes it off the agenda. Of one on the chain it stays known that it was given up, so that it is
   * not begun anew when it is read again.
   *
   * @throws atoll.journal.JournalException if that cannot be made durable; it stays then
   */
  public void drop(SubscriptionKey key) {
    var entry = entries.get(key);
    if (entry == null) return;
    var progress = entry.progress();
    if (key instanceof SubscriptionKey.OnChain
        && progress != null
        && progress.stage() instanceof Progress.GivenUp) {
      synchronized (remembered) {
        remembered.put(key, progress);
      }
    } else if (progress != null) forget(key);
    entries.remove(key);
  }

  /**
   * Says what is to be done now; changes nothing.
   *
   * @param second of the chain
   * @param head number of its latest block
   * @param now by this node's clock, which pauses go by
   */
  public Round<T> decide(long second, long head, Instant now) {
    var due = new ArrayList<Due<T>>();
    var over = new ArrayList<Over<T>>();
    var unsettled = new ArrayList<Due<T>>();
    entries.forEach((key, entry) -> {
      if (entry.busy()) return;
      var reason = entry.over(second, head, limits);
      if (reason.isPresent()) {
        over.add(new Over<>(key, reason.get(), entry.what()));
        return;
      }
      if (!entry.timetable().isActive(second)) return;
      if (entry.isUnsettled(head, limits)) unsettled.add(entry.latest(key));
      long interval = entry.timetable().interval(second);
      if (entry.isOpen(interval) && entry.isDue(now)) due.add(entry.due(key, interval));
    });
    return new Round<>(due, over, unsettled);
  }

  /** Whoever begins an interval owns it until one of the methods below ends it. */
  public void begin(Due<T> due) {
    entries.computeIfPresent(due.key(), (_, entry) -> entry.busy(true, null));
  }

  /** Not now, through no fault of the answer; that is not counted. */
  public void postpone(Due<T> due, Instant notBefore) {
    entries.computeIfPresent(due.key(), (_, entry) -> entry.busy(false, notBefore));
  }

  /** The same, for longer each time in a row that an interval of it is put off so. */
  public void postpone(Due<T> due, Backoff pauses, Instant now) {
    entries.computeIfPresent(due.key(), (_, entry) -> entry.rested(pauses, now));
  }

  /**
   * Its answer is about to leave; returns when that is durable.
   *
   * @param order by which it is found among what was sent
   */
  public void sending(Due<T> due, String order) {
    var progress = at(due, due.attempt() - 1, new Progress.Sending(order));
    records.save(name(due.key()), progress);
    entries.computeIfPresent(due.key(), (_, entry) -> entry.to(progress).busy(true, null));
  }

  /** Its answer is on the chain; returns when that is durable. */
  public void delivered(Due<T> due, long block) {
    end(due, at(due, due.attempt() - 1, new Progress.Delivered(block)));
  }

  /** The chain has enough answers without this one; the interval is not looked at again. */
  public void passed(Due<T> due, long block) {
    var progress = at(due, due.attempt() - 1, new Progress.Delivered(block));
    entries.computeIfPresent(due.key(), (_, entry) -> entry.to(progress));
  }

  /**
   * An attempt failed; returns when that is durable.
   *
   * @param notBefore when the next one may begin
   * @return whether it was the last
   */
  public boolean failed(Due<T> due, String why, Instant notBefore) {
    if (due.attempt() >= limits.attempts()) {
      giveUp(due, why);
      return true;
    }
    var progress = at(due, due.attempt(), new Progress.Waiting());
    records.save(name(due.key()), progress);
    entries.computeIfPresent(due.key(), (_, entry) -> entry.to(progress).busy(false, notBefore));
    return false;
  }

  /** Nothing more is tried for this interval; returns when that is durable. */
  public void giveUp(Due<T> due, String why) {
    var short200 = why.length() > 200 ? why.substring(0, 200) : why;
    end(due, at(due, due.attempt(), new Progress.GivenUp(short200)));
  }

  /** An answer that was delivered lately is where it was left. */
  public void found(Due<T> unsettled) {
    entries.computeIfPresent(unsettled.key(), (_, entry) -> entry.missed(0));
  }

  /**
   * An answer that was delivered lately is not on the chain.
   *
   * @return whether it was missed so often that the interval is due again
   */
  public boolean missed(Due<T> unsettled) {
    var entry = entries.get(unsettled.key());
    if (entry == null || entry.busy()) return false;
    int missed = entry.missed() + 1;
    if (missed < limits.missed()) {
      entries.replace(unsettled.key(), entry, entry.missed(missed));
      return false;
    }
    forget(unsettled.key());
    return entries.replace(unsettled.key(), entry, entry.to(null));
  }

  private void end(Due<T> due, Progress progress) {
    records.save(name(due.key()), progress);
    entries.computeIfPresent(due.key(), (_, entry) -> entry.to(progress));
  }

  private static Progress at(Due<?> due, int failures, Progress.Stage stage) {
    return new Progress(due.key(), due.interval(), failures, stage);
  }

  private void forget(SubscriptionKey key) {
    var _ = records.journal().commit(Batch.of(records.remove(name(key))));
  }

  private String name(SubscriptionKey key) {
    return scope + "/" + key.text();
  }
}
