package atoll.settlement;

import atoll.journal.Batch;
import atoll.journal.CommitOutcome;
import atoll.journal.Condition;
import atoll.journal.Journal;
import atoll.journal.JournalException;
import atoll.journal.Repository;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * All transfers, each entered once, durably. What one account loses another gains, so that all
 * accounts of an asset are together worth nothing, always. Safe for any thread.
 */
public final class Ledger {
  private static final String COLLECTION = "transfers";

  private final Repository<Transfer> kept;
  private final Map<Account, NavigableMap<Asset, BigInteger>> balances = new HashMap<>();

  /** References that may be there all the same, though entering them failed. */
  private final Set<String> doubtful = new HashSet<>();

  /** What became of a transfer that was to be entered. */
  public sealed interface Entered {
    record Now() implements Entered {}

    /** It was there already; nothing has changed. */
    record Before() implements Entered {}

    /** Another transfer has its reference; nothing has changed. */
    record Contradicts(Transfer other) implements Entered {}
  }

  /**
   * Takes up what the journal holds.
   *
   * @throws atoll.journal.JournalException if that makes no sense
   */
  public Ledger(Journal journal) {
    kept = new Repository<>(journal, COLLECTION, new TransferCodec());
    kept.all().forEach(this::count);
  }

  /**
   * Enters a transfer; returns when that is durable.
   *
   * @throws JournalException if that it is durable cannot be told; it is to be entered again
   */
  public synchronized Entered enter(Transfer transfer) {
    var reference = transfer.reference();
    var batch =
        Batch.of(kept.put(reference, transfer)).onlyIf(new Condition.Absent(kept.key(reference)));
    return switch (commit(reference, batch)) {
      case CommitOutcome.Durable() -> {
        doubtful.remove(reference);
        count(transfer);
        yield new Entered.Now();
      }
      case CommitOutcome.Conflict _ -> {
        var earlier = kept.find(reference).orElseThrow();
        if (doubtful.remove(reference)) count(earlier);
        yield earlier.equals(transfer) ? new Entered.Before() : new Entered.Contradicts(earlier);
      }
    };
  }

  private CommitOutcome commit(String reference, Batch batch) {
    try {
      return kept.journal().commit(batch);
    } catch (JournalException e) {
      doubtful.add(reference);
      throw e;
    }
  }

  private void count(Transfer transfer) {
    add(transfer.from(), transfer.asset(), transfer.amount().negate());
    add(transfer.to(), transfer.asset(), transfer.amount());
  }

  private void add(Account account, Asset asset, BigInteger amount) {
    balances
        .computeIfAbsent(account, _ -> new TreeMap<>())
        .merge(asset, amount, (before, more) -> before.add(more));
  }

  /** What an account has gained of each asset it ever had to do with; less than zero if it lost. */
  public synchronized NavigableMap<Asset, BigInteger> balance(Account account) {
    return new TreeMap<>(balances.getOrDefault(account, new TreeMap<>()));
  }

  /** The latest transfers to or from an account, the latest first. Reads all that there are. */
  public List<Transfer> latest(Account account, int most) {
    return kept.all().stream()
        .filter(t -> t.from().equals(account) || t.to().equals(account))
        .sorted(Comparator.comparing(Transfer::at).thenComparing(Transfer::reference).reversed())
        .limit(most)
        .toList();
  }
}
