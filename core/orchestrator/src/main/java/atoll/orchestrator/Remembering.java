package atoll.orchestrator;

import atoll.ensemble.Ensemble;
import atoll.kernel.json.CanonicalJson;
import atoll.orchestrator.machine.DeploymentEvent;
import atoll.orchestrator.machine.DeploymentMachine;
import atoll.orchestrator.machine.MachineRecord;
import atoll.orchestrator.machine.Why;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Keeps what a deployment's machine is and tells. Belongs to the deployment's driver. */
final class Remembering {
  private final Store store;
  private final Store.Birth birth;
  private final Set<Integer> knownEnsembles = new TreeSet<>();
  private final List<DeploymentEvent> news = new ArrayList<>();
  private String remembered = "";
  private Why rememberedWhy = Why.UNKNOWN;
  private boolean orderDone;

  Remembering(Store store, Store.Birth birth) {
    this.store = store;
    this.birth = birth;
  }

  /** What is remembered already. */
  void recall(Store.Remembered before, DeploymentMachine machine) {
    knownEnsembles.addAll(before.ensembles().keySet());
    remembered = written(machine);
    rememberedWhy = before.why();
  }

  Set<Integer> knownEnsembles() {
    return Set.copyOf(knownEnsembles);
  }

  /** What was ordered has begun, so that the order need not be remembered any more. */
  void orderBegun() {
    orderDone = true;
  }

  /**
   * Makes the machine as it is now durable, with its news; to be repeated if that fails.
   *
   * @param owed what providers have to be told after a restart too
   * @return what happened since this was last done
   * @throws atoll.journal.JournalException if it cannot be made durable; nothing may be done then
   */
  List<DeploymentEvent> keep(DeploymentMachine machine, List<Owed> owed) {
    news.addAll(machine.takeNews());
    var state = written(machine);
    boolean isNew = !state.equals(remembered) || !machine.why().equals(rememberedWhy);
    if (orderDone || !news.isEmpty() || isNew) save(machine, state, news, owed);
    var told = List.copyOf(news);
    news.clear();
    return told;
  }

  /**
   * The same of one that was just born, before it has any news.
   *
   * @throws atoll.journal.JournalException if it cannot be made durable
   */
  void keepBirth(DeploymentMachine machine) {
    save(machine, written(machine), List.of(), List.of());
  }

  private void save(
      DeploymentMachine machine, String state, List<DeploymentEvent> happened, List<Owed> owed) {
    var ensembles = new TreeMap<Integer, Ensemble>();
    for (var number : MachineRecord.versions(machine))
      ensembles.put(number, Objects.requireNonNull(machine.ensembles().get(number)));
    var why = machine.why();
    var newWhy = why.equals(rememberedWhy) ? Optional.<Why>empty() : Optional.of(why);
    store.save(
        birth,
        new Store.Standing(state, newWhy, ensembles, happened, owed, orderDone),
        knownEnsembles);
    remembered = state;
    rememberedWhy = why;
    orderDone = false;
  }

  private static String written(DeploymentMachine machine) {
    var out = new CanonicalJson(2048);
    MachineRecord.write(out, machine);
    return out.toString();
  }
}
