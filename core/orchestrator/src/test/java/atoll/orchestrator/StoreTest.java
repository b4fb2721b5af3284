package atoll.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.identity.PrivateKey;
import atoll.identity.Sealer;
import atoll.journal.Batch;
import atoll.journal.Change;
import atoll.journal.EntryKey;
import atoll.journal.InMemoryJournal;
import atoll.journal.JournalException;
import atoll.kernel.AllocationStatus;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.NodeName;
import atoll.market.PlacementPolicy;
import atoll.market.Reason;
import atoll.orchestrator.machine.DeploymentEvent;
import atoll.orchestrator.machine.Given;
import atoll.orchestrator.machine.MachineRecord;
import atoll.orchestrator.machine.Recalled;
import atoll.orchestrator.machine.Story;
import atoll.orchestrator.machine.Why;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What an orchestrator remembers (DMS §7.11). */
class StoreTest {
  private final InMemoryJournal journal = new InMemoryJournal();
  private final Sealer sealer = Sealer.random(new Random(3));
  private final Store store = new Store(journal, sealer);
  private final PrivateKey key = PrivateKey.generate(new Random(5));
  private final Story story = new Story(Given.services("0.5"));
  private final Store.Birth birth =
      new Store.Birth(
          Given.ID, new RequestId("r 1"), store.seal(Given.ID, key), Given.T0.plusSeconds(60));

  private void save(List<DeploymentEvent> news, boolean done) {
    var standing =
        new Store.Standing(
            new String(Recalled.written(story.machine), StandardCharsets.UTF_8),
            Optional.of(story.machine.view().why()),
            Map.of(1, story.ensemble),
            news,
            List.of(),
            done);
    store.save(birth, standing, new TreeSet<>());
  }

  @Test
  void aDeploymentIsRememberedWithWhatHappenedToIt() {
    story.upToRunning(Given.round(story.ensemble, Given.offer(Given.A, 2)));
    save(story.events, false);
    var remembered = new Store(journal, sealer).all();
    assertThat(remembered).hasSize(1);
    var before = remembered.getFirst();
    assertThat(before.birth().request()).isEqualTo(birth.request());
    assertThat(before.birth().patience()).isEqualTo(birth.patience());
    assertThat(store.open(before.birth()).publicKey()).isEqualTo(key.publicKey());
    assertThat(before.events()).isEqualTo(story.events);
    assertThat(before.ensembles()).isEqualTo(Map.of(1, story.ensemble));
    var machine =
        MachineRecord.read(Given.ID, before.state(), before.ensembles(), PlacementPolicy.SPREAD);
    assertThat(machine.view().allocations()).isEqualTo(story.machine.view().allocations());
    assertThat(before.why()).isEqualTo(story.machine.view().why());
  }

  @Test
  void whyIsReadAsItWasWritten() {
    var provider = Given.provider(Given.A);
    var node = new NodeName("n1");
    var because = new Why.Because("not_enough_cpu", "8 cores needed", Reason.Nature.IMPOSSIBLE);
    var missed = new Why.Missed(provider, node, List.of("not_enough_cpu"), "node n1 on A: no");
    var codec = new WhyRecord();
    for (var refusal :
        List.of(
            Optional.<Why.Refused>empty(),
            Optional.of(new Why.Refused("no", Optional.empty(), Optional.empty(), false)),
            Optional.of(new Why.Refused("no", Optional.of(missed), Optional.of("do"), true)))) {
      var why =
          new Why(
              refusal,
              List.of(
                  new Why.Explained(provider, node, List.of(because)),
                  new Why.Explained(provider, new NodeName("n2"), List.of())));
      assertThat(codec.decode(codec.encode(why))).isEqualTo(why);
    }
    assertThat(codec.decode(codec.encode(Why.UNKNOWN))).isEqualTo(Why.UNKNOWN);
  }

  @Test
  void ofVeryManyExplanationsTheFirstAreRemembered() {
    var one = new Why.Explained(Given.provider(Given.A), new NodeName("n1"), List.of());
    var why = new Why(Optional.empty(), Collections.nCopies(WhyRecord.MOST + 1, one));
    var codec = new WhyRecord();
    assertThat(codec.decode(codec.encode(why)).explanations()).hasSize(WhyRecord.MOST);
  }

  @Test
  void everyKindOfEventIsReadAsItWasWritten() {
    var provider = Given.provider(Given.A);
    var codec = new EventRecord();
    for (var event :
        List.<DeploymentEvent>of(
            new DeploymentEvent.StatusChanged(1, Given.T0, DeploymentStatus.RUNNING, "why"),
            new DeploymentEvent.BidsCollected(2, Given.T0, 3, 2),
            new DeploymentEvent.WaitingForRoom(3, Given.T0, "no room"),
            new DeploymentEvent.NodePlaced(4, Given.T0, new NodeName("n1"), provider),
            new DeploymentEvent.AllocationChanged(
                5, Given.T0, "n1.a", AllocationStatus.FAILED, OptionalInt.of(3), "exit code 3"),
            new DeploymentEvent.AllocationChanged(
                6, Given.T0, "n1.a", AllocationStatus.RUNNING, OptionalInt.empty(), ""),
            new DeploymentEvent.Reverted(7, Given.T0, "no")))
      assertThat(codec.decode(codec.encode(event))).isEqualTo(event);
  }

  @Test
  void whatWasAskedIsRememberedUntilItHasBegun() {
    save(List.of(), false);
    store.order(Given.ID, new Store.Order.ShutDown());
    assertThat(store.all().getFirst().order()).contains(new Store.Order.ShutDown());
    var update = new Store.Order.Update(Given.services("0.75"), Given.T0.plusSeconds(9));
    store.order(Given.ID, update);
    assertThat(store.all().getFirst().order()).contains(update);
    save(List.of(), true);
    assertThat(store.all().getFirst().order()).isEmpty();
  }

  @Test
  void noKeyIsInTheJournalInClear() {
    save(List.of(), false);
    var entry = journal.all("deployments").getFirst();
    var secret = java.util.Base64.getEncoder().encodeToString(key.marshal());
    assertThat(new String(entry.value(), StandardCharsets.UTF_8)).doesNotContain(secret);
    var other = new Store(journal, Sealer.random(new Random(4)));
    var before = other.all().getFirst().birth();
    assertThatThrownBy(() -> other.open(before)).hasMessageContaining("does not open");
  }

  @Test
  void whatIsForgottenLeavesNothingBehind() {
    save(story.events, false);
    store.order(Given.ID, new Store.Order.ShutDown());
    store.forget(Given.ID, java.util.Set.of(1), 1, story.events.size());
    for (var collection :
        List.of("deployments", "deployment-ensembles", "deployment-events", "deployment-orders"))
      assertThat(journal.all(collection)).as(collection).isEmpty();
  }

  @Test
  void aRecordOfANewerProgramIsRefused() {
    var json = "{\"v\":2,\"request\":\"r\"}".getBytes(StandardCharsets.UTF_8);
    var _ =
        journal.commit(
            Batch.of(new Change.Put(new EntryKey("deployments", Given.ID.value()), json)));
    assertThatThrownBy(store::all)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("version 2");
  }
}
