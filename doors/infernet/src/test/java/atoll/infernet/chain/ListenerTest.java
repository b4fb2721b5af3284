package atoll.infernet.chain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.chain.Block;
import atoll.chain.BlockTag;
import atoll.chain.Eth;
import atoll.chain.JsonRpc;
import atoll.chain.RpcException;
import atoll.chain.infernet.InfernetContracts;
import atoll.infernet.SubscriptionReport;
import atoll.infernet.config.ConfigReader;
import atoll.subscriptions.Agenda;
import atoll.subscriptions.AgendaLimits;
import atoll.subscriptions.Over;
import atoll.subscriptions.SubscriptionKey;
import atoll.web.Metrics;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is asked of a chain to know its subscriptions, and what becomes of them (Infernet §4.5). */
class ListenerTest extends OnAnvil {
  private final AtomicLong nanos = new AtomicLong();
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private final SubscriptionReports reports = new SubscriptionReports(clock);
  private UnaryOperator<String> hearing = said -> said;
  private Agenda<Served> agenda;
  private JsonRpc rpc;

  @BeforeEach
  void service() throws Exception {
    var service =
        new OtherService(
            world.anvil::url,
            said -> {
              asked.add(said);
              return hearing.apply(said);
            });
    open.add(service);
    rpc = QuickRpc.over(service.url());
    open.add(rpc);
    agenda = new Agenda<>(journal, "test", AgendaLimits.USUAL);
  }

  private Listener listener(int trail) throws InterruptedException {
    var config =
        ConfigReader.parse(
            "config.json",
            """
            {"containers": [{"id": "echo", "image": "echo"}], "chain": {"trail_head_blocks": %d}}
            """
                .formatted(trail)
                .getBytes(UTF_8));
    return new Listener(
        rpc,
        new InfernetContracts(world.at),
        new ChainRules(config),
        agenda,
        new Cancellations(rpc, new InfernetContracts(world.at), agenda, nanos::get),
        config.chain(),
        _ -> {},
        new ChainEvents(reports, new Metrics()),
        world.anvil.rpc().get(Eth.block(new BlockTag.At(0))).map(Block::hash));
  }

  private Block latest() throws InterruptedException {
    return world.anvil.rpc().get(Eth.block(BlockTag.LATEST)).orElseThrow();
  }

  private int read(Listener listener) throws InterruptedException {
    asked.clear();
    listener.read(latest());
    return asked.size();
  }

  @Test
  @DisplayName("§9.4: one question a block, and none while there is no new one")
  void budget() throws Exception {
    for (int trail : new int[] {0, 1, 3}) {
      var listener = listener(trail);
      world.anvil.command("anvil_mine", "0x5");
      read(listener);
      assertThat(read(listener)).isZero();
      world.anvil.command("evm_mine");
      assertThat(read(listener)).isEqualTo(trail <= 1 ? 1 : 2);
      world.anvil.command("anvil_mine", "0x3");
      assertThat(read(listener)).as("and one whether all is where it was").isLessThanOrEqualTo(3);
      assertThat(read(listener)).isZero();
    }
  }

  @Test
  @DisplayName("a block replaced by another is noticed, and what it held is read again")
  void replaced() throws Exception {
    var listener = listener(0);
    var snapshot = world.anvil.command("evm_snapshot").stringValue();
    long id = request("echo", 1);
    read(listener);
    assertThat(agenda.what(new SubscriptionKey.OnChain(id)).orElseThrow().terms().redundancy())
        .isEqualTo(1);
    world.anvil.command("evm_revert", snapshot);
    assertThat(request("echo", 2)).isEqualTo(id);
    world.anvil.command("evm_mine");
    read(listener);
    assertThat(agenda.what(new SubscriptionKey.OnChain(id)).orElseThrow().terms().redundancy())
        .isEqualTo(2);
  }

  @Test
  @DisplayName("§2.9: what has its answers is ignored, many with one question")
  void completed() throws Exception {
    long answered = request("echo", 1);
    long half = request("echo", 2);
    long open = request("echo", 1);
    for (long id : new long[] {answered, half}) deliverAsAnother(id);
    assertThat(read(listener(0))).as("the next id, the subscriptions, the answers").isEqualTo(3);
    assertThat(agenda.has(new SubscriptionKey.OnChain(answered))).isFalse();
    assertThat(agenda.has(new SubscriptionKey.OnChain(half))).isTrue();
    assertThat(agenda.has(new SubscriptionKey.OnChain(open))).isTrue();
    assertThat(reports.all())
        .filteredOn(report -> report.state() == SubscriptionReport.State.IGNORED)
        .singleElement()
        .satisfies(report -> {
          assertThat(report.id()).isEqualTo(Long.toString(answered));
          assertThat(report.reason()).isEqualTo("Subscription completed");
        });
  }

  @Test
  @DisplayName("what was cancelled is over with the next block, and costs one question more")
  void cancelled() throws Exception {
    var subscriber = subscriber();
    long id = subscribe(subscriber, "echo", 2, 3600);
    long other = subscribe(subscriber, "echo", 2, 3600);
    var listener = listener(0);
    read(listener);
    subscriber.does(world.user, "cancel", id);
    assertThat(read(listener)).isEqualTo(2);
    assertThat(agenda.decide(0, latest().number(), clock.instant()).over())
        .singleElement()
        .satisfies(over -> {
          assertThat(over.key()).isEqualTo(new SubscriptionKey.OnChain(id));
          assertThat(over.reason()).isEqualTo(Over.Reason.CANCELLED);
        });
    assertThat(agenda.has(new SubscriptionKey.OnChain(other))).isTrue();
  }

  @Test
  @DisplayName("a service that tells no events keeps nothing from being read, and is asked seldom")
  void noEvents() throws Exception {
    for (var refusal : List.of(OtherService.REFUSED, OtherService.NO_SUCH_CALL)) {
      request("echo", 1);
      var listener = listener(0);
      read(listener);
      hearing = said -> said.contains("eth_getLogs") ? refusal : said;
      long next = request("echo", 1);
      read(listener);
      assertThat(asked).anyMatch(said -> said.contains("eth_getLogs"));
      assertThat(agenda.has(new SubscriptionKey.OnChain(next))).isTrue();
      world.anvil.command("evm_mine");
      read(listener);
      assertThat(asked).noneMatch(said -> said.contains("eth_getLogs"));
      nanos.addAndGet(Duration.ofMinutes(1).toNanos());
      world.anvil.command("evm_mine");
      read(listener);
      assertThat(asked).anyMatch(said -> said.contains("eth_getLogs"));
      hearing = said -> said;
    }
  }

  @Test
  @DisplayName("what a reorganisation took away is forgotten, also that it was given up")
  void gone() throws Exception {
    var listener = listener(0);
    read(listener);
    var snapshot = world.anvil.command("evm_snapshot").stringValue();
    var key = new SubscriptionKey.OnChain(request("echo", 1));
    read(listener);
    var due = agenda.decide(world.anvil.now(), latest().number(), clock.instant()).due();
    agenda.giveUp(due.getFirst(), "tried in vain");
    world.anvil.command("evm_revert", snapshot);
    world.anvil.command("anvil_mine", "0x2");
    read(listener);
    assertThat(agenda.remembers(key)).isFalse();
    request("echo", 1);
    read(listener);
    assertThat(agenda.decide(world.anvil.now(), latest().number(), clock.instant()).due())
        .extracting(again -> again.key())
        .containsExactly(key);
  }

  @Test
  void earlierIntervalsCompleteNothing() throws Exception {
    long id = subscribe(subscriber(), "echo", 2, 3600);
    world.anvil.goTo(terms(id).activeAt());
    deliverAsAnother(id);
    read(listener(0));
    assertThat(agenda.has(new SubscriptionKey.OnChain(id))).isTrue();
  }

  @Test
  @DisplayName("what a service could not say is read the next time, and nothing is left out")
  void headerNotFound() throws Exception {
    long id = request("echo", 1);
    var troubles = new AtomicInteger();
    hearing =
        said ->
            said.contains("eth_call") && troubles.incrementAndGet() > 1
                ? OtherService.TROUBLED
                : said;
    var listener = listener(0);
    assertThatThrownBy(() -> read(listener)).isInstanceOf(RpcException.class);
    assertThat(reports.all()).isEmpty();
    hearing = said -> said;
    read(listener);
    assertThat(agenda.has(new SubscriptionKey.OnChain(id))).isTrue();
  }
}
