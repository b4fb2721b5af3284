package atoll.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.actor.BehaviourOptions;
import atoll.actor.Handle;
import atoll.actor.Reply;
import atoll.capability.Capability;
import atoll.ensemble.Execution;
import atoll.identity.Did;
import atoll.identity.Sealer;
import atoll.identity.Signer;
import atoll.journal.InMemoryJournal;
import atoll.kernel.AllocationId;
import atoll.kernel.AllocationName;
import atoll.kernel.AllocationType;
import atoll.kernel.Cpu;
import atoll.kernel.Disk;
import atoll.kernel.EnsembleId;
import atoll.kernel.ErrorCode;
import atoll.kernel.ExecutorKind;
import atoll.kernel.LeaseId;
import atoll.kernel.Memory;
import atoll.kernel.NodeName;
import atoll.kernel.ResourceDemand;
import atoll.kernel.Resources;
import atoll.protocol.AllocateRequest;
import atoll.protocol.Behaviours;
import atoll.protocol.CommitAnswer;
import atoll.protocol.CommitRequest;
import atoll.protocol.EdgeAnswer;
import atoll.protocol.EdgeCheck;
import atoll.protocol.LogsAnswer;
import atoll.protocol.LogsRequest;
import atoll.protocol.Outcome;
import atoll.protocol.ShutdownRequest;
import atoll.protocol.StartRequest;
import atoll.protocol.TaskTermination;
import atoll.provider.Neighbourhood.Node;
import atoll.workload.Exit;
import atoll.workload.ScriptedExecutor;
import atoll.workload.ScriptedExecutor.Scene;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A provider as other nodes meet it (DMS §4.6–4.8): over messages, each with its sender's
 * authority.
 */
@Timeout(30)
class ProviderNodeTest {
  private static final EnsembleId ENSEMBLE = new EnsembleId("e1");
  private static final AllocationId WEB = AllocationId.parse("e1_n1.web");
  private static final AllocationId OTHERS = AllocationId.parse("e2_n1.web");

  @TempDir Path folder;
  private final Neighbourhood here = new Neighbourhood();
  private final Node provider = here.node();
  private final Node owner = here.node();
  private final Node stranger = here.node();
  private final ScriptedExecutor executor = new ScriptedExecutor(ExecutorKind.NULL);
  private ProviderNode node;

  @BeforeEach
  void open() {
    var ports = new PortLedger(20000, 20010, _ -> true);
    node =
        new ProviderNode(
            provider.actor(),
            Signer.of(provider.key()),
            new SmallMachine(folder, executor, ports, provider.transport())
                .parts(
                    new InMemoryJournal(),
                    Sealer.random(new Random(1)),
                    new Random(2),
                    here.time,
                    here.time));
    node.provider()
        .lend(new Resources(Cpu.ofCores(4), Memory.ofGibibytes(4), Disk.ofGibibytes(10)));
  }

  @Test
  void whoeverHoldsAnAllocationCommandsItThroughItsOwnActor() {
    var web = make(owner, WEB);
    assertThat(outcome(start(owner, web))).isEqualTo(Outcome.DONE);
    assertThat(outcome(shutDown(owner, WEB))).isEqualTo(Outcome.DONE);
    assertThat(executor.running()).isZero();
  }

  @Test
  void aStrangerIsRefusedBeforeAnythingIsLookedAt() {
    var web = make(owner, WEB);
    start(owner, web);
    assertThat(start(stranger, web)).isInstanceOf(Reply.Refused.class);
    assertThat(shutDown(stranger, WEB)).isInstanceOf(Reply.Refused.class);
    assertThat(logs(stranger, WEB)).isInstanceOf(Reply.Refused.class);
    assertThat(executor.running()).isEqualTo(1);
  }

  @Test
  void whoHasAnAllocationHereCommandsNobodyElses() {
    var web = make(owner, WEB);
    start(owner, web);
    var own = make(stranger, OTHERS);
    assertThat(outcome(start(stranger, own))).isEqualTo(Outcome.DONE);
    assertThat(start(stranger, web)).isInstanceOf(Reply.Refused.class);
    assertThat(ask(stranger, web, Behaviours.ALLOCATION_RESTART, "{}".getBytes(UTF_8)))
        .isInstanceOf(Reply.Refused.class);
    assertThat(shutDown(stranger, WEB)).isInstanceOf(Reply.Refused.class);
    assertThat(executor.running()).isEqualTo(2);
  }

  @Test
  void somebodyElsesAllocationCannotBeCommitted() {
    make(owner, WEB);
    assertThat(commit(stranger, WEB).error()).contains("another's");
  }

  @Test
  void outputIsReadInPiecesAndSaysWhereItEnds() throws Exception {
    executor.script(_ -> new Scene.Ends(0, "hello, ensemble"));
    start(owner, make(owner, WEB));
    here.time.settle();
    var first = LogsAnswer.parse(answered(logs(owner, WEB, 0, 5)).payload());
    assertThat(new String(first.data(), UTF_8)).isEqualTo("hello");
    assertThat(first.nextOffset()).isEqualTo(5);
    assertThat(first.totalSize()).isEqualTo(15);
    assertThat(first.end()).isFalse();
    var rest = LogsAnswer.parse(answered(logs(owner, WEB, 5, 100)).payload());
    assertThat(new String(rest.data(), UTF_8)).isEqualTo(", ensemble");
    assertThat(LogsAnswer.parse(answered(logs(owner, WEB, 15, 100)).payload()).end()).isTrue();
  }

  @Test
  void anEndIsToldUntilItIsHeardAndOnceThen() {
    var heard = new ArrayList<TaskTermination>();
    owner
        .actor()
        .on(
            Behaviours.taskTermination(ENSEMBLE),
            BehaviourOptions.DEFAULT,
            message -> {
              heard.add(TaskTermination.parse(message.payload()));
              message.reply(Outcome.DONE.toJson());
            });
    owner
        .actor()
        .grantLocally(
            provider.actor().handle().did(),
            Did.NONE,
            List.of(new Capability(Behaviours.orchestrator(ENSEMBLE))),
            Duration.ofHours(2));
    start(owner, make(owner, WEB));
    here.network.conditions().disconnect(owner.peer());
    executor.end(WEB, new Exit.Exited(0));
    here.time.advance(Duration.ofMinutes(2));
    assertThat(heard).isEmpty();
    here.network.conditions().heal();
    here.time.advance(Duration.ofMinutes(5));
    assertThat(heard)
        .singleElement()
        .satisfies(report -> {
          assertThat(report.allocation()).isEqualTo(WEB);
          assertThat(report.exitCode()).isZero();
        });
    here.time.advance(Duration.ofMinutes(20));
    assertThat(heard).hasSize(1);
  }

  @Test
  void linksAreMeasuredWithoutHoldingAThread() {
    here.network.conditions().roundTrip(provider.peer(), stranger.peer(), Duration.ofMillis(30));
    assertThat(edge(20).ok()).isFalse();
    var near = edge(50);
    assertThat(near.ok()).isTrue();
    assertThat(near.measured().orElseThrow().rttMillis()).isBetween(29.9, 30.1);
  }

  @Test
  void aLinkToNobodyIsNoLink() {
    here.network.conditions().disconnect(stranger.peer());
    var answer = edge(50);
    assertThat(answer.ok()).isFalse();
    assertThat(answer.error()).contains("could not measure");
    assertThat(answer.measured()).isEmpty();
  }

  @Test
  void messagesThatMakeNoSenseAreRefusedWithAReason() {
    for (var behaviour :
        List.of(Behaviours.COMMIT, Behaviours.ALLOCATE, Behaviours.REVERT, Behaviours.EDGE_CHECK)) {
      var reply = ask(owner, provider.actor().handle(), behaviour, "[]".getBytes(UTF_8));
      assertThat(reply)
          .as(behaviour)
          .isInstanceOfSatisfying(
              Reply.Refused.class,
              refused -> assertThat(refused.code()).isEqualTo(ErrorCode.BAD_REQUEST));
    }
  }

  @Test
  void nothingIsLeftOfAnEnsembleThatIsForgotten() {
    int before = provider.actor().children().size();
    start(owner, make(owner, WEB));
    shutDown(owner, WEB);
    here.time.advance(Duration.ofMinutes(31));
    assertThat(provider.actor().children()).hasSize(before);
    assertThat(logs(owner, WEB)).isInstanceOf(Reply.Refused.class);
    assertThat(node.provider().hosted()).isEmpty();
  }

  // --- asking

  private Reply ask(Node from, Handle to, String behaviour, byte[] payload) {
    return here.ask(from, to, behaviour, payload);
  }

  private CommitAnswer commit(Node from, AllocationId id) {
    var request =
        new CommitRequest(
            id, demand(), List.of(), lease(id), here.time.instant().plus(Duration.ofSeconds(60)));
    return CommitAnswer.parse(
        answered(ask(from, provider.actor().handle(), Behaviours.COMMIT, request.toJson()))
            .payload());
  }

  /** Commits and allocates; answers with the handle of the allocation's own actor. */
  private Handle make(Node from, AllocationId id) {
    assertThat(commit(from, id).ok()).isTrue();
    var orders = new LinkedHashMap<AllocationName, AllocateRequest.Order>();
    orders.put(
        id.allocation(),
        new AllocateRequest.Order(
            AllocationType.SERVICE,
            demand(),
            new Execution.Null(),
            List.of(),
            List.of(),
            List.of(),
            Optional.of(lease(id)),
            Optional.empty()));
    var request = new AllocateRequest(id.ensemble(), new NodeName("n1"), orders);
    var answer =
        AllocateRequest.Answer.parse(
            answered(ask(from, provider.actor().handle(), Behaviours.ALLOCATE, request.toJson()))
                .payload());
    assertThat(answer.ok()).as(answer.error()).isTrue();
    return answer.allocations().get(id.allocation());
  }

  private Reply start(Node from, Handle allocation) {
    return ask(from, allocation, Behaviours.ALLOCATION_START, new StartRequest().toJson());
  }

  private Reply shutDown(Node from, AllocationId id) {
    return ask(
        from,
        provider.actor().handle(),
        Behaviours.allocationShutdown(id.ensemble()),
        new ShutdownRequest(id, Optional.of(lease(id))).toJson());
  }

  private Reply logs(Node from, AllocationId id) {
    return logs(from, id, 0, 100);
  }

  private Reply logs(Node from, AllocationId id, long offset, int most) {
    return ask(
        from,
        provider.actor().handle(),
        Behaviours.allocationLogs(id.ensemble()),
        new LogsRequest(id.value(), false, offset, most, 0).toJson());
  }

  private EdgeAnswer edge(int rttMillis) {
    var check = new EdgeCheck(ENSEMBLE, provider.peer(), stranger.peer(), rttMillis, 0);
    return EdgeAnswer.parse(
        answered(ask(owner, provider.actor().handle(), Behaviours.EDGE_CHECK, check.toJson()))
            .payload());
  }

  private static Reply.Answered answered(Reply reply) {
    assertThat(reply).isInstanceOf(Reply.Answered.class);
    return (Reply.Answered) reply;
  }

  private static Outcome outcome(Reply reply) {
    return Outcome.parse(answered(reply).payload());
  }

  private static LeaseId lease(AllocationId id) {
    return new LeaseId(id + "#1");
  }

  private static ResourceDemand demand() {
    return new ResourceDemand(Cpu.ofCores(1), Memory.ofMebibytes(128), Disk.ofMebibytes(64));
  }
}
