package atoll.infernet.chain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import atoll.actor.VirtualThreadDispatcher;
import atoll.chain.Addresses;
import atoll.chain.BlockTag;
import atoll.chain.Data;
import atoll.chain.Eth;
import atoll.chain.Receipt;
import atoll.chain.Signature;
import atoll.chain.TypedDomain;
import atoll.chain.Word;
import atoll.chain.infernet.ContainerId;
import atoll.chain.infernet.DelegatedTerms;
import atoll.chain.infernet.Delivery;
import atoll.chain.infernet.InfernetContracts;
import atoll.chain.infernet.StateKeys;
import atoll.chain.infernet.Terms;
import atoll.chain.infernet.World;
import atoll.chain.infernet.World.Contract;
import atoll.infernet.InfernetNode;
import atoll.infernet.StubContainer;
import atoll.infernet.Surroundings;
import atoll.infernet.config.ConfigReader;
import atoll.jobs.JobBoard;
import atoll.journal.InMemoryJournal;
import atoll.journal.Journal;
import atoll.kernel.Resources;
import atoll.web.Metrics;
import com.esaulpaugh.headlong.abi.Address;
import com.esaulpaugh.headlong.abi.Tuple;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** What tests of a whole node on a chain of its own share. */
@Timeout(180)
abstract class OnAnvil {
  static final String NODE_KEY =
      "0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a";
  static final byte[] INPUT = {(byte) 0xde, (byte) 0xad, (byte) 0xbe, (byte) 0xef};
  static final Address NOBODY = Addresses.ZERO;
  static final String FIVE =
      """
      {"raw_input":null,"processed_input":null,"raw_output":"0405","processed_output":null,"proof":"06"}
      """;

  final List<AutoCloseable> open = new ArrayList<>();
  final Journal journal = new InMemoryJournal();
  final HttpClient client = HttpClient.newHttpClient();
  InstantSource clock = InstantSource.system();
  World world;
  Contract consumer;
  StubContainer container;

  @BeforeEach
  void begin() throws Exception {
    world = new World();
    consumer =
        world.make("RecordingCallback", World.words(world.at.registry(), world.user.address()));
    container = StubContainer.that((exchange, _) -> StubContainer.json(exchange, 200, FIVE));
  }

  @AfterEach
  void end() throws Exception {
    for (var one : open.reversed()) one.close();
    container.close();
    client.shutdownNow();
    world.close();
  }

  InfernetNode start(String wallet) throws InterruptedException {
    return start(wallet, container);
  }

  /**
   * @param wallet more of its members, with a comma before each
   */
  InfernetNode start(String wallet, StubContainer echo) throws InterruptedException {
    return start(wallet, echo, "");
  }

  /**
   * @param more of the container's members
   */
  InfernetNode start(String wallet, StubContainer echo, String more) throws InterruptedException {
    return start(wallet, echo, more, world.anvil.url());
  }

  InfernetNode start(String wallet, StubContainer echo, String more, URI service)
      throws InterruptedException {
    var config =
        """
        {"manage_containers": false, "server": {"port": 0},
         "containers": [{"id": "echo", "url": "%s"%s}],
         "chain": {"enabled": true, "rpc_url": "%s", "registry_address": "%s", "trail_head_blocks": 0,
           "wallet": {"private_key": "%s"%s},
           "snapshot_sync": {"sleep": 0.01, "sync_period": 0.02}}}
        """
            .formatted(echo.url(), more, service, world.at.registry(), NODE_KEY, wallet);
    var dispatcher = new VirtualThreadDispatcher("infernet");
    open.add(dispatcher);
    var node =
        InfernetNode.start(
            ConfigReader.parse("config.json", config.getBytes(UTF_8)),
            new Surroundings(
                Map.of(),
                journal,
                Optional.empty(),
                Resources.NONE,
                Path.of(""),
                InetAddress.ofLiteral("127.0.0.1"),
                dispatcher,
                clock,
                System::nanoTime,
                new Random(3),
                new Metrics(),
                64 << 20,
                "0.1.0",
                JobBoard.NONE),
            ChainNode::open);
    open.add(node);
    return node;
  }

  void stop(InfernetNode node) {
    open.remove(node);
    node.close();
  }

  static ConditionFactory await60() {
    return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20));
  }

  /**
   * Waits, and makes blocks meanwhile: anvil leaves a transaction lie that reaches it while it
   * still takes in the one before, until something else comes.
   */
  void awaitMining(Callable<Boolean> condition) {
    await60()
        .pollInterval(Duration.ofMillis(500))
        .until(() -> {
          world.anvil.command("evm_mine");
          return condition.call();
        });
  }

  long request(String containers, int redundancy) throws Exception {
    return request(consumer, containers, redundancy);
  }

  long request(Contract asking, String containers, int redundancy) throws Exception {
    return created(
        asking.does(
            world.user,
            "request",
            containers,
            INPUT,
            redundancy,
            NOBODY,
            BigInteger.ZERO,
            NOBODY,
            NOBODY));
  }

  long pay(BigInteger amount, Contract wallet) throws Exception {
    return pay(amount, NOBODY, wallet.address, NOBODY);
  }

  /**
   * @param token zero for ether
   * @param verifier zero for none
   */
  long pay(BigInteger amount, Address token, Address wallet, Address verifier) throws Exception {
    return created(
        consumer.does(world.user, "request", "echo", INPUT, 1, token, amount, wallet, verifier));
  }

  Contract subscriber() throws Exception {
    return world.make("RecordingSubscriber", World.words(world.at.registry()));
  }

  long subscribe(Contract subscriber, String containers, long frequency, long period)
      throws Exception {
    return created(
        subscriber.does(
            world.user,
            "subscribe",
            containers,
            frequency,
            period,
            1,
            false,
            NOBODY,
            BigInteger.ZERO,
            NOBODY,
            NOBODY));
  }

  long created(Receipt receipt) {
    return world.coordinator.event(receipt, "SubscriptionCreated").<Long>get(0);
  }

  void deliverAsAnother(long id) throws Exception {
    var order = new InfernetContracts(world.at).deliver(id, Delivery.trial(1, NOBODY));
    var _ = world.mined(world.secondNode.transactions().send(order));
  }

  int answers(long id, long interval) throws Exception {
    return world.coordinator.<Integer>asked(
        "redundancyCount", (Object) StateKeys.interval(id, interval).bytes());
  }

  Terms terms(long id) throws Exception {
    return Terms.of(world.coordinator.asked("getSubscription", id));
  }

  long made(long nonce) throws Exception {
    return world.coordinator.<Long>asked(
        "delegateCreatedIds", (Object) StateKeys.delegated(consumer.address, nonce).bytes());
  }

  long sentByNode() throws Exception {
    return world.anvil.rpc().get(Eth.transactionCount(world.node.address(), BlockTag.LATEST));
  }

  /** What the consumer was handed, in all blocks. */
  List<Tuple> received() throws Exception {
    var events = new ArrayList<Tuple>();
    long head = world.anvil.rpc().get(Eth.blockNumber());
    for (long number = 0; number <= head; number++)
      for (var transaction :
          world
              .anvil
              .command("eth_getBlockByNumber", "0x" + Long.toHexString(number), false)
              .get("transactions"))
        events.addAll(
            consumer.events(
                world
                    .anvil
                    .rpc()
                    .get(Eth.receipt(new Word(transaction.stringValue())))
                    .orElseThrow(),
                "Received"));
    return events;
  }

  DelegatedTerms delegated(long nonce) throws Exception {
    return delegated(nonce, world.anvil.now(), 0, 1, 1);
  }

  DelegatedTerms delegated(long nonce, long activeAt, long period, long frequency, int redundancy) {
    return new DelegatedTerms(
        nonce,
        activeAt + 36_000,
        new Terms(
            consumer.address,
            activeAt,
            period,
            frequency,
            redundancy,
            ContainerId.of("echo"),
            false,
            NOBODY,
            BigInteger.ZERO,
            NOBODY,
            NOBODY));
  }

  TypedDomain domain() {
    return DelegatedTerms.domain(world.anvil.chainId(), world.at.coordinator());
  }

  String post(InfernetNode node, DelegatedTerms delegated, Signature signature) throws Exception {
    var terms = delegated.terms();
    var body =
        """
        {"signature":{"nonce":%d,"expiry":%d,"v":%d,"r":%s,"s":%s},
         "subscription":{"owner":"%s","active_at":%d,"period":%d,"frequency":%d,"redundancy":%d,
           "containers":"%s","lazy":false,"verifier":"%s","payment_amount":0,"payment_token":"%s","wallet":"%s"},
         "data":{"x":1}}
        """
            .formatted(
                delegated.nonce(),
                delegated.expiry(),
                signature.v(),
                signature.r(),
                signature.s(),
                terms.owner(),
                terms.activeAt(),
                terms.period(),
                terms.frequency(),
                terms.redundancy(),
                terms.containerId().hex(),
                NOBODY,
                NOBODY,
                NOBODY);
    return client
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + "/api/jobs"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  /** How a subscription stands, as the node tells it. */
  String report(InfernetNode node, long id) throws Exception {
    return get(node, "/v1/subscriptions?id=" + id);
  }

  String get(InfernetNode node, String path) throws Exception {
    return client
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  static String hex(byte[] bytes) {
    return Data.of(bytes).hex();
  }

  static String word(String hex) {
    return "0".repeat(64 - hex.length()) + hex;
  }
}
