package atoll.node;

import atoll.identity.PrivateKey;
import atoll.journal.Batch;
import atoll.journal.Change;
import atoll.journal.CommitOutcome;
import atoll.journal.Condition;
import atoll.journal.EntryKey;
import java.util.random.RandomGenerator;

/**
 * The private keys of a network in one process: each is made when it is first asked for, and kept
 * sealed in the network's journal.
 */
record KeptKeys(KeptState state, RandomGenerator random) {
  private static final String COLLECTION = "network-keys";

  /**
   * @param role whose key it is, such as {@code provider-1}
   */
  PrivateKey of(String role) {
    var key = new EntryKey(COLLECTION, role);
    var purpose = "key of " + role;
    var kept = state.journal().find(key);
    if (kept.isPresent())
      return PrivateKey.unmarshal(state.sealer().open(kept.get().value(), purpose));
    var made = PrivateKey.generate(random);
    var save = Batch.of(new Change.Put(key, state.sealer().seal(made.marshal(), purpose)));
    return switch (state.journal().commit(save.onlyIf(new Condition.Absent(key)))) {
      case CommitOutcome.Durable _ -> made;
      case CommitOutcome.Conflict _ -> of(role);
    };
  }

  /** How many providers have been asked for so far. */
  int providers() {
    return Math.toIntExact(
        state.journal().all(COLLECTION).stream()
            .filter(entry -> entry.key().key().startsWith("provider-"))
            .count());
  }
}
