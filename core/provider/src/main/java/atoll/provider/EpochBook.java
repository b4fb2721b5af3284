package atoll.provider;

import atoll.identity.Did;
import atoll.kernel.EnsembleId;
import atoll.protocol.Epochs;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The greatest epoch that was heard of each ensemble from each owner, remembered before anything is
 * done in it: whoever speaks of an older one is late, and changes nothing (invariant 4). Safe for
 * any thread.
 */
final class EpochBook {
  /** Longer than any message lives, and than any lease. */
  private static final Duration KEEP = Duration.ofDays(31);

  private final Map<Key, HeardEpoch> heard = new HashMap<>();
  private final ProviderMemory memory;
  private final InstantSource clock;

  private record Key(EnsembleId ensemble, Did owner) {}

  EpochBook(ProviderMemory memory, InstantSource clock) {
    this.memory = memory;
    this.clock = clock;
    memory.epochs().forEach(epoch -> heard.put(new Key(epoch.ensemble(), epoch.owner()), epoch));
  }

  /**
   * Why a command of this epoch is too late, if so; else it is remembered.
   *
   * @param epoch 0 if the command names none
   * @throws atoll.journal.JournalException if it is not durable
   */
  synchronized Optional<String> refusal(EnsembleId ensemble, Did owner, long epoch) {
    var key = new Key(ensemble, owner);
    long newest = newest(ensemble, owner);
    if (epoch < newest) return Optional.of(Epochs.refusal(epoch, newest));
    if (epoch > newest) {
      var now = new HeardEpoch(ensemble, owner, epoch, clock.instant());
      memory.hear(now);
      heard.put(key, now);
    }
    return Optional.empty();
  }

  synchronized long newest(EnsembleId ensemble, Did owner) {
    var known = heard.get(new Key(ensemble, owner));
    return known == null ? 0 : known.epoch();
  }

  /** Forgets what nobody can be late for any more. */
  synchronized void sweep(Predicate<EnsembleId> isHere) {
    var before = clock.instant().minus(KEEP);
    var old =
        heard.values().stream()
            .filter(e -> e.at().isBefore(before) && !isHere.test(e.ensemble()))
            .toList();
    memory.forget(old);
    old.forEach(e -> heard.remove(new Key(e.ensemble(), e.owner())));
  }
}
