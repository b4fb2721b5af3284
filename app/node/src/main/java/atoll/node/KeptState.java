package atoll.node;

import atoll.identity.Sealer;
import atoll.journal.InMemoryJournal;
import atoll.journal.Journal;
import java.util.random.RandomGenerator;

/**
 * What the nodes of a process remember, and with what their private keys are sealed in it.
 *
 * @param lasting whether it outlives the process; then what runs in other processes goes on when
 *     this one ends
 */
public record KeptState(Journal journal, Sealer sealer, boolean lasting) implements AutoCloseable {

  /** Remembers for as long as the process lives. */
  public static KeptState forNow(RandomGenerator random) {
    return new KeptState(new InMemoryJournal(), Sealer.random(random), false);
  }

  @Override
  public void close() {
    journal.close();
  }
}
