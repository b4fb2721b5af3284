package atoll.subscriptions;

import atoll.journal.Batch;
import atoll.journal.Journal;
import atoll.journal.Repository;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
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
   * @param busy whether somebody is about it now
   * @param notBefore it is not looked at again before this; none for at once
   * @param missed times in a row that its answer was not found
   */
  private record Entry<T>(
      Timetable timetable,
      T what,
      @Nullable Progress progress,
      boolean busy,
      @Nullable Instant notBefore,
      int missed) {
    Entry<T> to(@Nullable Progress now) {
      return new Entry<>(timetable, what, now, false, null, 0);
    }

    Entry<T> busy(boolean is, @Nullable Instant until) {
      return new Entry<>(timetable, what, progress, is, until, missed);
    }

    Entry<T> missed(int times) {
      return new Entry<>(timetable, what, progress, busy, notBefore, times);
    }
  }

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

  /** Whether an interval that was begun before a crash waits for an order; asked at the start. */
  public boolean waitsFor(String order) {
    synchronized (remembered) {
      return remembered.values().stream()
          .anyMatch(progress -> progress.stage().equals(new Progress.Sending(order)));
    }
  }

  public boolean has(SubscriptionKey key) {
    return entries.containsKey(key);
  }

  /** Whether nothing is left to do for the interval that was begun last. */
  public boolean isDone(SubscriptionKey key) {
    var entry = entries.get(key);
    var progress = entry == null ? null : entry.progress();
    return progress != null && !isOpen(progress, progress.interval());
  }

  /** What is known of a subscription, if it is on the agenda. */
  public Optional<T> what(SubscriptionKey key) {
    return Optional.ofNullable(entries.get(key)).map(Entry::what);
  }

  /** Puts it on the agenda; of one that is there already, only what it wants is replaced. */
  public void track(SubscriptionKey key, Timetable timetable, T what) {
    entries.compute(
        key,
        (_, known) ->
            known == null
                ? new Entry<>(timetable, what, recalled(key), false, null, 0)
                : new Entry<>(
                    timetable,
                    what,
                    known.progress(),
                    known.busy(),
                    known.notBefore(),
                    known.missed()));
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
    if (progress != null
        && !(key instanceof SubscriptionKey.OnChain
            && progress.stage() instanceof Progress.GivenUp)) forget(key);
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
      var reason = over(entry, second, head);
      if (reason.isPresent()) {
        over.add(new Over<>(key, reason.get(), entry.what()));
        return;
      }
      if (!entry.timetable().isActive(second)) return;
      long interval = entry.timetable().interval(second);
      var progress = entry.progress();
      if (progress != null
          && progress.stage() instanceof Progress.Delivered(var block)
          && block + limits.settledAfter() >= head)
        unsettled.add(due(key, entry, progress.interval(), progress));
      if (isOpen(progress, interval) && isDue(entry, now))
        due.add(due(key, entry, interval, progress));
    });
    return new Round<>(due, over, unsettled);
  }

  private Optional<Over.Reason> over(Entry<T> entry, long second, long head) {
    var timetable = entry.timetable();
    if (timetable.isCancelled()) return Optional.of(Over.Reason.CANCELLED);
    if (!timetable.canBeAnswered()) return Optional.of(Over.Reason.UNANSWERABLE);
    if (timetable.isOver(second)) return Optional.of(Over.Reason.EXPIRED);
    var progress = entry.progress();
    if (progress == null || progress.interval() < timetable.frequency()) return Optional.empty();
    return switch (progress.stage()) {
      case Progress.Delivered(var block) when block + limits.settledAfter() < head ->
          Optional.of(Over.Reason.DELIVERED);
      case Progress.GivenUp _ -> Optional.of(Over.Reason.GIVEN_UP);
      case Progress.Delivered _, Progress.Waiting _, Progress.Sending _ -> Optional.empty();
    };
  }

  /** Whether anything is left to do for an interval. */
  private static boolean isOpen(@Nullable Progress progress, long interval) {
    if (progress == null || progress.interval() != interval) return true;
    return switch (progress.stage()) {
      case Progress.Waiting _, Progress.Sending _ -> true;
      case Progress.Delivered _, Progress.GivenUp _ -> false;
    };
  }

  private static boolean isDue(Entry<?> entry, Instant now) {
    var notBefore = entry.notBefore();
    return notBefore == null || !now.isBefore(notBefore);
  }

  private static <T> Due<T> due(
      SubscriptionKey key, Entry<T> entry, long interval, @Nullable Progress progress) {
    boolean same = progress != null && progress.interval() == interval;
    Optional<String> sent =
        same && progress != null && progress.stage() instanceof Progress.Sending(var order)
            ? Optional.of(order)
            : Optional.empty();
    int failures = same && progress != null ? progress.failures() : 0;
    return new Due<>(key, interval, failures + 1, sent, entry.timetable(), entry.what());
  }

  /** Whoever begins an interval owns it until one of the methods below ends it. */
  public void begin(Due<T> due) {
    entries.computeIfPresent(due.key(), (_, entry) -> entry.busy(true, null));
  }

  /** Not now, through no fault of the answer; that is not counted. */
  public void postpone(Due<T> due, Instant notBefore) {
    entries.computeIfPresent(due.key(), (_, entry) -> entry.busy(false, notBefore));
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
    end(due, at(due, due.attempt(), new Progress.Waiting()));
    entries.computeIfPresent(due.key(), (_, entry) -> entry.busy(false, notBefore));
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
