package atoll.dms.behaviours;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atoll.actor.Envelope;
import atoll.actor.EnvelopeSigner;
import atoll.actor.Message;
import atoll.actor.Relayed;
import atoll.capability.Action;
import atoll.capability.Authorisation;
import atoll.capability.Capability;
import atoll.capability.Expiry;
import atoll.capability.Grant;
import atoll.capability.Topic;
import atoll.dms.Fixture;
import atoll.dms.InMemoryDeployments;
import atoll.dms.InMemoryNodes;
import atoll.ensemble.EnsembleWire;
import atoll.identity.Did;
import atoll.identity.Sealer;
import atoll.identity.Signer;
import atoll.journal.InMemoryJournal;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.EnsembleId;
import atoll.kernel.ExecutorKind;
import atoll.kernel.Location;
import atoll.kernel.json.StrictJson;
import atoll.provider.PortLedger;
import atoll.provider.Provider;
import atoll.provider.ProviderNode;
import atoll.provider.ProviderSettings;
import atoll.workload.Alarm;
import atoll.workload.NullExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A node's behaviours, invoked by its user's signed messages as the original's CLI does. */
@Timeout(60)
class NodeBehavioursTest {
  private static final String ONE_TASK = new String(EnsembleWire.bytes(Fixture.ONE_TASK), UTF_8);
  private static final String LARGE = new String(EnsembleWire.bytes(Fixture.TOO_LARGE), UTF_8);
  private static final String HALF =
      "{\"Config\":{\"onboarded_resources\":{\"CPU\":{\"Cores\":4},\"RAM\":{\"Size\":8589934592},\"Disk\":{\"Size\":1073741824}}}}";

  @TempDir private Path work;
  private final InMemoryNodes nodes = new InMemoryNodes(3);
  private final InMemoryNodes.Node home = nodes.node();
  private final InMemoryNodes.Node other = nodes.node();
  private final EnvelopeSigner user = nodes.user(home);
  private final InMemoryDeployments deployments = Fixture.deployments(nodes.clock);
  private final AtomicInteger saved = new AtomicInteger();
  private final AtomicReference<LogLevel> logLevel = new AtomicReference<>();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private ProviderNode provider;
  private NodeBehaviours behaviours;

  @BeforeEach
  void serve() {
    home.context().addRoot(user.from().did());
    provider =
        new ProviderNode(
            home.actor(),
            Signer.of(home.key()),
            new ProviderNode.Parts(
                new ProviderSettings(
                    work,
                    Location.UNKNOWN,
                    Optional.empty(),
                    false,
                    Optional.empty(),
                    List.of(),
                    "127.0.0.1"),
                new TestMachine().inspect(),
                Map.of(ExecutorKind.NULL, new NullExecutor(Alarm.on(timer))),
                new PortLedger(PortLedger.FIRST_DYNAMIC, PortLedger.AFTER_LAST_DYNAMIC, _ -> true),
                _ -> {
                  throw new IOException("no modules here");
                },
                home.transport(),
                new InMemoryJournal(),
                Sealer.random(new Random(5)),
                new Random(6),
                nodes.clock,
                nodes.dispatcher));
    behaviours = behaviours(Optional.of(provider.provider()));
  }

  private NodeBehaviours behaviours(Optional<Provider> lender) {
    return new NodeBehaviours(
        new NodeBehaviours.Parts(
            home.actor(),
            home.transport(),
            home.context(),
            this::own,
            saved::incrementAndGet,
            Optional.of(deployments),
            lender,
            new TestMachine(),
            logLevel::set,
            work,
            nodes.clock));
  }

  @AfterEach
  void stop() {
    behaviours.close();
    provider.close();
    nodes.close();
    timer.shutdownNow();
  }

  // --- who is there

  @Test
  void anyoneWhoIsTrustedWithThePublicMaySayHelloAndAskHowItIs() {
    assertThat(ask("/public/hello", "{}").at("/DID/uri").asString())
        .isEqualTo(home.handle().did().uri());
    var status = ask("/public/status", "");
    assertThat(status.get("Status").asString()).isEqualTo("OK");
    assertThat(status.at("/Resources/RAM/Size").asLong()).isZero();
  }

  @Test
  @DisplayName("A22: broadcast hello returns both DIDs")
  void everyNodeAnswersABroadcastHello() throws Exception {
    other.context().addRoot(user.from().did());
    try (var _ =
        new NodeBehaviours(
            new NodeBehaviours.Parts(
                other.actor(),
                other.transport(),
                other.context(),
                this::own,
                () -> {},
                Optional.empty(),
                Optional.empty(),
                new TestMachine(),
                logLevel::set,
                work,
                nodes.clock))) {
      var hello =
          Message.broadcast(new Topic("/nunet/hello"), "/broadcast/hello")
              .withPayload("{}")
              .answeredTo("/broadcast/hello/replyto/1")
              .expiringAt(nodes.clock.instant().plusSeconds(2));
      var answers = home.actor().relayBroadcast(user.seal(hello)).get(20, TimeUnit.SECONDS);
      assertThat(answers)
          .extracting(Envelope::payloadText)
          .containsExactlyInAnyOrder(
              "{\"DID\":{\"uri\":\"" + home.handle().did().uri() + "\"}}",
              "{\"DID\":{\"uri\":\"" + other.handle().did().uri() + "\"}}");
    }
  }

  @Test
  @DisplayName("W12: the status tells nothing of the configuration")
  void theStatusTellsWhatTheMachineHasAndLendsOnly() {
    ask("/dms/node/onboarding/onboard", HALF);
    var status = ask("/dms/node/status", "{}");
    assertThat(status.propertyNames())
        .containsExactly("hostname", "did", "onboarded", "resources", "errors");
    assertThat(status.at("/resources/total/CPU/Cores").asInt()).isEqualTo(8);
    assertThat(status.at("/resources/free/CPU/Cores").asInt()).isEqualTo(4);
    assertThat(status.at("/errors/0").asString()).isEqualTo("no sensor");
  }

  @Test
  void aStrangerIsRefusedByName() {
    var answer = ask(nodes.user(home), "/dms/node/peers/self", "{}");
    assertThat(answer.get("code").asString()).isEqualTo("unauthorised");
  }

  // --- peers

  @Test
  void peersAreListedAndPinged() {
    assertThat(ask("/dms/node/peers/self", "{}").get("id").asString())
        .isEqualTo(home.handle().address().host());
    assertThat(ask("/dms/node/peers/list", "{}").get("Peers"))
        .extracting(JsonNode::asString)
        .contains(other.handle().address().host());
    var ping =
        ask("/dms/node/peers/ping", "{\"Host\":\"" + other.handle().address().host() + "\"}");
    assertThat(ping.get("Error").asString()).isEmpty();
    assertThat(ping.get("RTT").isIntegralNumber()).isTrue();
    assertThat(ask("/dms/node/peers/ping", "{\"Host\":\"nobody\"}").get("Error").asString())
        .contains("Host");
    assertThat(ask("/dms/node/peers/ping", "{}").get("Error").asString())
        .contains("Host is missing");
    try (var elsewhere = new InMemoryNodes(77)) {
      var gone = elsewhere.node().handle().address().host();
      assertThat(ask("/dms/node/peers/ping", "{\"Host\":\"" + gone + "\"}").get("Error").asString())
          .isNotEmpty();
    }
  }

  @Test
  void whoeverAnswersIsConnectedAndRatedAlike() {
    var host = other.handle().address().host();
    assertThat(connect("/ip4/127.0.0.1/tcp/9000/p2p/" + host).get("Status").asString())
        .isEqualTo("CONNECTED");
    assertThat(connect("/ip4/127.0.0.1/tcp/9000").get("Error").asString()).contains("/p2p/");
    assertThat(ask("/dms/node/peers/score", "{}").at("/Score/" + host + "/Score").asInt()).isZero();
    try (var elsewhere = new InMemoryNodes(77)) {
      var stranger = "/p2p/" + elsewhere.node().handle().address().host();
      assertThat(connect(stranger).get("Error").asString()).contains("in memory");
    }
  }

  @Test
  void whatNeedsTheInternetIsRefusedInWords() {
    assertThat(ask("/dms/node/peers/dht", "{}").get("Error").asString())
        .contains("no routing table");
  }

  @Test
  void theLogTakesAnotherLevelAndGoesNowhereElse() {
    assertThat(ask("/dms/node/logger/config", "{\"level\":\"WARN\"}").get("OK").asBoolean())
        .isTrue();
    assertThat(logLevel).hasValue(LogLevel.WARN);
    assertThat(ask("/dms/node/logger/config", "{\"level\":\"loud\"}").get("error").asString())
        .contains("loud");
    var elsewhere = "{\"level\":\"debug\",\"url\":\"http://collector\",\"api_key\":\"hidden\"}";
    assertThat(ask("/dms/node/logger/config", elsewhere).get("error").asString())
        .contains("url, api_key")
        .doesNotContain("hidden");
    assertThat(logLevel).hasValue(LogLevel.WARN);
  }

  private JsonNode connect(String address) {
    return ask("/dms/node/peers/connect", "{\"Address\":\"" + address + "\"}");
  }

  // --- the machine

  @Test
  void theHardwareIsToldInTheOriginalsShape() {
    var spec = ask("/dms/node/hardware/spec", "{}");
    assertThat(spec.get("OK").asBoolean()).isTrue();
    assertThat(spec.at("/Resources/CPU/Model").asString()).isEqualTo("Model \"X\"");
    assertThat(spec.at("/Resources/CPU/ClockSpeed").asLong()).isEqualTo(2_500_000_000L);
    assertThat(spec.at("/Resources/GPUs/0/VRAM").asLong()).isEqualTo(16L << 30);
    var usage = ask("/dms/node/hardware/usage", "{}");
    assertThat(usage.at("/Resources/CPU/Cores").asDouble()).isEqualTo(2.0);
    assertThat(usage.at("/Resources/RAM/Size").asLong()).isEqualTo(4L << 30);
    assertThat(usage.at("/Resources/GPUs/0/VRAM").asLong()).isEqualTo(2L << 30);
  }

  @Test
  @DisplayName("A23: more than 90 % of memory is refused, 10 to 90 % accepted")
  void aShareOfTheMachineIsOnboardedAndOffboarded() {
    assertThat(ask("/dms/node/onboarding/status", "{}").get("onboarded").asBoolean()).isFalse();
    var tooMuch = ask("/dms/node/onboarding/onboard", HALF.replace("8589934592", "17000000000"));
    assertThat(tooMuch.get("success").asBoolean()).isFalse();
    assertThat(tooMuch.get("error").asString()).contains("90 %");

    var done = ask("/dms/node/onboarding/onboard", HALF);
    assertThat(done.get("success").asBoolean()).isTrue();
    assertThat(done.at("/config/onboarded_resources/RAM/Size").asLong()).isEqualTo(8L << 30);
    assertThat(ask("/dms/node/onboarding/status", "{}").get("onboarded").asBoolean()).isTrue();
    for (var amount : List.of("onboarded", "free")) {
      var resources = ask("/dms/node/resources/" + amount, "{}");
      assertThat(resources.get("OK").asBoolean()).isTrue();
      assertThat(resources.at("/Resources/CPU/Cores").asInt()).as(amount).isEqualTo(4);
    }
    var allocated = ask("/dms/node/resources/allocated", "{}");
    assertThat(allocated.get("OK").asBoolean()).as("which the original forgets").isTrue();
    assertThat(allocated.at("/Resources/CPU/Cores").asInt()).isZero();
    assertThat(ask("/dms/node/allocations/list", "{}").get("allocations")).isEmpty();

    assertThat(ask("/dms/node/onboarding/offboard", "{}").get("success").asBoolean()).isTrue();
    assertThat(ask("/dms/node/onboarding/status", "{}").get("onboarded").asBoolean()).isFalse();
  }

  @Test
  void gpusAreChosenByIndexAndGibibytes() {
    var withGpu = HALF.replaceFirst("\\{", "{\"GPUs\":\"0:8\",");
    assertThat(
            ask("/dms/node/onboarding/onboard", withGpu)
                .at("/config/onboarded_resources/GPUs/0/VRAM")
                .asLong())
        .isEqualTo(8L << 30);
    for (var wrong : List.of("0", "0:8,0:4", "3:1", "0:eight", "0:8:9"))
      assertThat(
              ask("/dms/node/onboarding/onboard", withGpu.replace("0:8", wrong))
                  .get("error")
                  .asString())
          .as(wrong)
          .contains("GPUs");
    var without = withGpu.replaceFirst("\\{", "{\"NoGPU\":true,");
    assertThat(ask("/dms/node/onboarding/onboard", without).at("/config/onboarded_resources/GPUs"))
        .isEmpty();
  }

  @Test
  void aRequestThatMakesNoSenseIsAnsweredInTheBehavioursShape() {
    for (var payload :
        List.of(
            "[]",
            "{",
            "{\"Config\":{}}",
            "{\"Config\":{\"onboarded_resources\":{\"RAM\":{\"Size\":-1}}}}")) {
      var answer = ask("/dms/node/onboarding/onboard", payload);
      assertThat(answer.get("success").asBoolean()).as(payload).isFalse();
      assertThat(answer.get("error").asString()).isNotEmpty();
    }
  }

  // --- capabilities

  @Test
  void whoIsTrustedIsListedAndAnchored() {
    var stranger = nodes.user(home).from().did().uri();
    var list = ask("/dms/cap/list", "{\"Context\":\"dms\"}");
    assertThat(list.get("OK").asBoolean()).isTrue();
    assertThat(list.get("Roots"))
        .extracting(root -> root.get("uri").asString())
        .containsExactly(user.from().did().uri());
    assertThat(saved).hasValue(0);

    assertThat(
            ask("/dms/cap/root/anchor", "{\"token\":[{\"uri\":\"" + stranger + "\"}]}")
                .get("OK")
                .asBoolean())
        .isTrue();
    assertThat(ask("/dms/cap/list", "{}").get("Roots")).hasSize(2);
    assertThat(saved).hasValue(1);

    var token =
        home.context()
            .grant(
                Action.DELEGATE,
                Did.parse(stranger),
                Did.NONE,
                List.of(),
                Expiry.at(nodes.clock.instant().plusSeconds(3600)),
                1,
                List.of(new Capability("/public")));
    assertThat(
            ask("/dms/cap/require/anchor", "{\"token\":{\"tok\":[" + token.json() + "]}}")
                .get("Error")
                .asString())
        .isEmpty();
    assertThat(ask("/dms/cap/list", "{}").at("/Require/tok")).hasSize(1);
  }

  @Test
  void whatCannotBeAnchoredIsRefusedWithItsReason() {
    var answer = ask("/dms/cap/require/anchor", "{\"token\":{\"tok\":[{\"dms\":{}}]}}");
    assertThat(answer.get("OK").asBoolean()).isFalse();
    assertThat(answer.get("Error").asString()).isNotEmpty();
    assertThat(ask("/dms/cap/anchor", "{\"Root\":[{\"uri\":\"nonsense\"}]}").get("OK").asBoolean())
        .isFalse();
    assertThat(ask("/dms/cap/list", "{}").get("Roots")).hasSize(1);
    assertThat(saved).hasValue(0);
  }

  // --- deployments

  @Test
  void aDeploymentIsMadeListedAskedForShutDownAndDeleted() {
    var id = deploy(ONE_TASK);
    assertThat(ask("/dms/node/deployment/list", "{}").at("/Deployments/" + id).asString())
        .isEqualTo("Running");
    assertThat(
            ask("/dms/node/deployment/status", "{\"ID\":\"" + id + "\"}").get("Status").asString())
        .isEqualTo("Running");
    assertThat(
            ask("/dms/node/deployment/delete", "{\"orchestrator_id\":\"" + id + "\"}")
                .get("ok")
                .asBoolean())
        .isFalse();
    assertThat(
            ask("/dms/node/deployment/shutdown", "{\"ID\":\"" + id + "\"}").get("OK").asBoolean())
        .isTrue();
    var again = ask("/dms/node/deployment/shutdown", "{\"ID\":\"" + id + "\"}");
    assertThat(again.get("OK").asBoolean()).isFalse();
    assertThat(again.get("Error").asString()).contains("ShuttingDown");
    deployments.enter(new EnsembleId(id), DeploymentStatus.COMPLETED);
    assertThat(
            ask("/dms/node/deployment/delete", "{\"orchestrator_id\":\"" + id + "\"}")
                .get("ok")
                .asBoolean())
        .isTrue();
    assertThat(ask("/dms/node/deployment/list", "{}").get("Deployments")).isEmpty();
  }

  @Test
  void theManifestSaysWhereEverythingIs() {
    var id = deploy(ONE_TASK);
    var manifest = ask("/dms/node/deployment/manifest", "{\"id\":\"" + id + "\"}").get("Manifest");
    assertThat(manifest.get("id").asString()).isEqualTo(id);
    assertThat(manifest.at("/metadata/team").asString()).isEqualTo("blue");
    assertThat(manifest.at("/orchestrator/addr/host").asString())
        .isEqualTo(home.handle().address().host());
    assertThat(manifest.at("/allocations/n1.a/id").asString()).isEqualTo(id + "_n1.a");
    assertThat(manifest.at("/allocations/n1.a/ports/16480").asInt()).isEqualTo(80);
    assertThat(manifest.at("/nodes/n1/peer").asString()).isEqualTo("A");
    assertThat(manifest.at("/nodes/n1/allocations/0").asString()).isEqualTo("n1.a");
  }

  @Test
  void whatCannotBePlacedSaysWhyInItsStatus() {
    var id = deploy(LARGE);
    var status = ask("/dms/node/deployment/status", "{\"ID\":\"" + id + "\"}");
    assertThat(status.get("Status").asString()).isEqualTo("Failed");
    assertThat(status.get("Error").asString()).isNotEmpty();
  }

  @Test
  void anEnsembleThatIsNoneIsRefusedWithEveryProblem() {
    for (var ensemble : List.of("{}", "{\"v1\":{}}", "1")) {
      var answer = ask("/dms/node/deployment/new", "{\"Ensemble\":" + ensemble + "}");
      assertThat(answer.get("Status").asString()).as(ensemble).isEqualTo("ERROR");
      assertThat(answer.get("Error").asString()).contains("not valid");
    }
    assertThat(ask("/dms/node/deployment/new", "{}").get("Error").asString())
        .contains("Ensemble is missing");
    assertThat(deployments.submissions()).isZero();
  }

  @Test
  @DisplayName("a deployment's expiry may be any instant at least 5 s ahead")
  void aMessageThatExpiresTooSoonDeploysNothing() {
    var answer = ask(user, "/dms/node/deployment/new", "{\"Ensemble\":" + ONE_TASK + "}", 4);
    assertThat(answer.get("Status").asString()).isEqualTo("ERROR");
    assertThat(answer.get("Error").asString()).contains("at least 5 s");
    assertThat(
            ask(user, "/dms/node/deployment/new", "{\"Ensemble\":" + ONE_TASK + "}", 7)
                .get("Status")
                .asString())
        .isEqualTo("OK");
  }

  @Test
  void aDeploymentThatIsNotKnownIsSaidToBe() {
    for (var behaviour : List.of("status", "manifest", "shutdown"))
      assertThat(
              ask("/dms/node/deployment/" + behaviour, "{\"ID\":\"nothing\"}")
                  .get("Error")
                  .asString())
          .as(behaviour)
          .contains("nothing");
    assertThat(ask("/dms/node/deployment/status", "{\"ID\":\"../../x\"}").get("Error").asString())
        .contains("ID");
    assertThat(ask("/dms/node/deployment/info", "{\"id\":\"nothing\"}").get("error").asString())
        .contains("nothing");
  }

  @Test
  void outputIsFetchedWhileWhoeverAskedDoesSomethingElse() throws Exception {
    var id = deploy(ONE_TASK);
    deployments.start(new EnsembleId(id), "n1.a");
    deployments.print(new EnsembleId(id), "n1.a", "hello");
    var fetch =
        ask(
                "/dms/node/deployment/logs/async",
                "{\"EnsembleID\":\"" + id + "\",\"AllocationName\":\"a\"}")
            .get("RequestID")
            .asString();
    var named = "{\"RequestID\":\"" + fetch + "\"}";
    await("the output is there")
        .pollInSameThread()
        .untilAsserted(() ->
            assertThat(ask("/dms/node/deployment/logs/async/status", named).toString())
                .contains("completed"));
    var folder = ask("/dms/node/deployment/logs/async/status", named).get("LogsWrittenTo");
    assertThat(Path.of(folder.asString()).resolve("stdout.log")).hasContent("hello");
    assertThat(ask("/dms/node/deployment/logs/async/stop", named).get("OK").asBoolean()).isTrue();
    var unknown = ask("/dms/node/deployment/logs/async/status", "{\"RequestID\":\"fetch-99\"}");
    assertThat(unknown.get("Error").asString())
        .isEqualTo("no fetch fetch-99 of yours is known here");
  }

  @Test
  void whatTheProcessDidLatelyIsRecorded() throws Exception {
    var answer = ask("/dms/debug/flightrec", "{}");
    assertThat(answer.get("error").asString()).isEmpty();
    var file = Path.of(answer.get("path").asString());
    assertThat(file).startsWith(work);
    assertThat(RecordingFile.readAllEvents(file)).isNotEmpty();
  }

  @Test
  void outputIsPutWhereThePathSays() throws Exception {
    var id = deploy(ONE_TASK);
    var notYet =
        ask(
            "/dms/node/deployment/logs",
            "{\"EnsembleID\":\"" + id + "\",\"AllocationName\":\"a\"}");
    assertThat(notYet.get("Error").asString()).contains("not been started");
    deployments.start(new EnsembleId(id), "n1.a");
    deployments.print(new EnsembleId(id), "n1.a", "hello ".repeat(100_000));
    deployments.printError(new EnsembleId(id), "n1.a", "oops");
    for (var name : List.of("a", "n1.a", id + "_n1.a")) {
      var answer =
          ask(
              "/dms/node/deployment/logs",
              "{\"EnsembleID\":\"" + id + "\",\"AllocationName\":\"" + name + "\"}");
      var folder = Path.of(answer.get("LogsWrittenTo").asString());
      assertThat(folder).isEqualTo(work.resolve("deployments").resolve(id).resolve("n1.a"));
      assertThat(Files.readString(folder.resolve("stdout.log")))
          .isEqualTo("hello ".repeat(100_000));
      assertThat(Files.readString(folder.resolve("stderr.log"))).isEqualTo("oops");
      assertThat(folder.toFile().list()).hasSize(2);
    }
    assertThat(
            ask(
                    "/dms/node/deployment/logs",
                    "{\"EnsembleID\":\"" + id + "\",\"AllocationName\":\"z\"}")
                .get("Error")
                .asString())
        .contains("no allocation z");
    var info = ask("/dms/node/deployment/info", "{\"id\":\"" + id + "\",\"include_logs\":true}");
    assertThat(info.at("/allocations/n1.a/logs/logs_written_to").asString()).endsWith("n1.a");
    assertThat(info.at("/manifest/id").asString()).isEqualTo(id);
  }

  @Test
  void laterBuildsListInPagesAndByMetadataAndState() {
    for (int i = 0; i < 3; i++) deploy(ONE_TASK);
    deploy(LARGE);
    var page = ask("/dms/node/deployment/list", "{\"limit\":2,\"offset\":1}");
    assertThat(page.get("deployments")).hasSize(2);
    assertThat(page.get("total").asInt()).isEqualTo(4);
    assertThat(page.get("has_more").asBoolean()).isTrue();
    assertThat(page.get("next_offset").asInt()).isEqualTo(3);
    assertThat(page.at("/deployments/0/orchestrator_id").asString())
        .as("newest first")
        .isEqualTo("e3");
    assertThat(ask("/dms/node/deployment/list", "{\"status\":[5]}").get("total").asInt())
        .isEqualTo(1);
    assertThat(
            ask("/dms/node/deployment/list", "{\"metadata\":{\"team\":\"red\"}}")
                .get("total")
                .asInt())
        .isZero();
    assertThat(
            ask("/dms/node/deployment/list", "{\"sort_by\":\"created_at\"}")
                .at("/deployments/0/orchestrator_id")
                .asString())
        .isEqualTo("e1");
    assertThat(
            ask("/dms/node/deployment/list", "{\"created_after\":\"2000-01-01\"}")
                .get("total")
                .asInt())
        .isEqualTo(4);
    for (var wrong :
        List.of(
            "{\"status\":[99]}",
            "{\"sort_by\":\"colour\"}",
            "{\"limit\":-1}",
            "{\"created_after\":\"soon\"}"))
      assertThat(ask("/dms/node/deployment/list", wrong).get("error").asString())
          .as(wrong)
          .isNotEmpty();
  }

  @Test
  void whatHasEndedIsPruned() {
    var running = deploy(ONE_TASK);
    deploy(LARGE);
    assertThat(ask("/dms/node/deployment/prune", "{}").get("ok").asBoolean()).isFalse();
    assertThat(ask("/dms/node/deployment/prune", "{\"before\":\"7d\"}").get("ok").asBoolean())
        .isTrue();
    assertThat(ask("/dms/node/deployment/list", "{}").get("Deployments")).hasSize(2);
    assertThat(
            ask("/dms/node/deployment/prune", "{\"before\":\"yesterday\"}").get("error").asString())
        .contains("yesterday");
    assertThat(ask("/dms/node/deployment/prune", "{\"all\":true}").get("ok").asBoolean()).isTrue();
    assertThat(ask("/dms/node/deployment/list", "{}").get("Deployments").propertyNames())
        .containsExactly(running);
  }

  @Test
  void aRunningDeploymentIsChanged() {
    var id = deploy(ONE_TASK);
    assertThat(
            ask(
                    "/dms/node/deployment/update",
                    "{\"EnsembleID\":\"" + id + "\",\"Ensemble\":" + ONE_TASK + "}")
                .get("OK")
                .asBoolean())
        .isTrue();
    var busy =
        ask(
            "/dms/node/deployment/update",
            "{\"EnsembleID\":\"" + id + "\",\"Ensemble\":" + ONE_TASK + "}");
    assertThat(busy.get("Error").asString()).contains("Updating");
  }

  @Test
  void aNodeThatNeitherLendsNorDeploysSaysThatItDoesNotKnowSuchThings() {
    behaviours.close();
    behaviours =
        new NodeBehaviours(
            new NodeBehaviours.Parts(
                home.actor(),
                home.transport(),
                home.context(),
                this::own,
                () -> {},
                Optional.empty(),
                Optional.empty(),
                new TestMachine(),
                logLevel::set,
                work,
                nodes.clock));
    assertThat(ask("/dms/node/deployment/list", "{}").get("code").asString())
        .isEqualTo("unknown_behaviour");
    assertThat(ask("/public/status", "{}").get("Status").asString()).isEqualTo("OK");
  }

  private Grant own() {
    return switch (home.context()
        .authenticate(Signer.of(home.key()), Capability.ROOT, Duration.ofMinutes(1))) {
      case Authorisation.Allowed(var grant) -> grant;
      case Authorisation.Refused refused -> throw new AssertionError(refused);
    };
  }

  private String deploy(String ensemble) {
    var answer = ask("/dms/node/deployment/new", "{\"Ensemble\":" + ensemble + "}");
    assertThat(answer.get("Status").asString()).as(answer.toString()).isEqualTo("OK");
    return answer.get("EnsembleID").asString();
  }

  private JsonNode ask(String behaviour, String payload) {
    return ask(user, behaviour, payload);
  }

  private JsonNode ask(EnvelopeSigner by, String behaviour, String payload) {
    return ask(by, behaviour, payload, 30);
  }

  private JsonNode ask(EnvelopeSigner by, String behaviour, String payload, int seconds) {
    var question =
        Message.to(home.handle(), behaviour)
            .withPayload(payload)
            .answeredTo("/dms/actor/replyto/" + Long.toUnsignedString(by.nextNonce()))
            .expiringAt(nodes.clock.instant().plusSeconds(seconds));
    if (home.actor().relayInvoke(by.seal(question)).join() instanceof Relayed.Answered(var answer))
      return StrictJson.MESSAGE.read(answer.payload());
    throw new AssertionError("no answer to " + behaviour);
  }
}
