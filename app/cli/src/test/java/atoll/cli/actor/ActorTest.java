package atoll.cli.actor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.actor.Address;
import atoll.actor.Envelope;
import atoll.actor.EnvelopeSigner;
import atoll.actor.Handle;
import atoll.actor.Message;
import atoll.capability.Authorisation;
import atoll.capability.Capability;
import atoll.capability.CapabilityContext;
import atoll.cli.Shell;
import atoll.cli.authority.Identities;
import atoll.identity.ActorId;
import atoll.identity.Keystore;
import atoll.identity.PrivateKey;
import atoll.identity.Signer;
import atoll.identity.TrustContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActorTest {
  private static final String PEER = "12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp";
  private static final String ENSEMBLE =
      """
      version: V1
      allocations:
        a:
          executor: null
          type: task
          resources: {cpu: {cores: 0.1}, ram: {size: 64MiB}, disk: {size: 1MiB}}
          execution: {type: null}
      nodes:
        n: {allocations: [a]}
      """;

  private final List<Envelope> sent = new ArrayList<>();
  private Shell shell;
  private String answer = "{\"OK\":true}";

  @BeforeEach
  void openShell(@TempDir Path folder) {
    shell = new Shell(folder);
    shell.haveKey("user");
    shell.haveKey("dms");
    shell.run("cap", "new", "user");
    shell.run("cap", "new", "dms");
    shell.actors =
        new Node(
            new Keystore(shell.home.resolve(".nunet/key"), new Random(1))
                .get("dms", "correct horse".toCharArray()));
  }

  /** A node that takes note of what it is sent, and answers as the test says. */
  private final class Node implements ActorRoutes {
    private final PrivateKey key;
    private final EnvelopeSigner signer;

    Node(PrivateKey key) {
      this.key = key;
      var context =
          new CapabilityContext(
              Signer.of(key), new TrustContext(shell.clock), shell.clock, new Random(2));
      this.signer = new EnvelopeSigner(Handle.of(key.publicKey()), key, context, shell.clock);
    }

    @Override
    public Handle handle() {
      return Handle.of(key.publicKey());
    }

    @Override
    public void send(Envelope envelope) {
      sent.add(envelope);
    }

    @Override
    public Envelope invoke(Envelope envelope) {
      sent.add(envelope);
      return signer.seal(
          Message.to(envelope.from(), envelope.replyTo().orElseThrow()).withPayload(answer));
    }

    @Override
    public List<Envelope> broadcast(Envelope envelope) {
      sent.add(envelope);
      return envelope.replyTo().isEmpty() ? List.of() : List.of(invoke(envelope));
    }
  }

  @Test
  @DisplayName("A39: the flow of §2.8 lets user invoke /dms/node/peers/self on the own dms")
  void theUsualSetUpLetsTheUserInvokeOnTheOwnNode() {
    var user = shell.run("key", "did", "user").out().strip();
    assertThat(authorised("/dms/node/peers/self")).isFalse();

    assertThat(shell.run("cap", "anchor", "--context", "dms", "--root", user).exit()).isZero();

    assertThat(authorised("/dms/node/peers/self")).isTrue();
  }

  @Test
  @DisplayName("§2.8: tokens of a third party are anchored on both sides and passed on to the dms")
  void theJoiningOfANetwork() {
    shell.calledAs = "nunet";
    shell.haveKey("nunet");
    shell.run("cap", "new", "nunet"); // plays NuNet's onboarding service
    var user = shell.run("key", "did", "user").out().strip();
    var dms = shell.run("key", "did", "dms").out().strip();
    var network = shell.run("key", "did", "nunet").out().strip();
    var granted =
        shell.run(
            "cap",
            "grant",
            "--context",
            "nunet",
            "--cap",
            "/dms/deployment",
            "--cap",
            "/public",
            "--topic",
            "/nunet",
            "--expiry",
            "2035-12-31",
            user);
    assertThat(granted.exit()).isZero();
    assertThat(
            shell
                .run("cap", "anchor", "--context", "user", "--provide", granted.out().strip())
                .exit())
        .isZero();
    var admitted =
        shell.run(
            "cap",
            "grant",
            "--context",
            "dms",
            "--cap",
            "/public",
            "--topic",
            "/nunet",
            "--expiry",
            "2034-12-31",
            network);
    assertThat(
            shell
                .run("cap", "anchor", "--context", "dms", "--require", admitted.out().strip())
                .exit())
        .isZero();
    var passedOn =
        shell.run(
            "cap",
            "delegate",
            "--context",
            "user",
            "--cap",
            "/public",
            "--topic",
            "/nunet",
            "--expiry",
            "2033-12-31",
            dms);
    assertThat(passedOn.exit()).isZero();
    assertThat(
            shell
                .run("cap", "anchor", "--context", "dms", "--provide", passedOn.out().strip())
                .exit())
        .isZero();

    assertThat(authorised("/public/hello")).isTrue();
    assertThat(authorised("/dms/deployment/request")).isFalse(); // granted, but not required here
    assertThat(shell.run("cap", "list", "-c", "dms").out()).contains("/public on /nunet");
  }

  @Test
  void theAnswerIsPrinted() {
    answer = "{\"id\":\"x\",\"listen_addr\":\"\"}";
    assertThat(shell.run("actor", "cmd", "/dms/node/peers/self", "-j").out())
        .isEqualTo(answer + "\n");
    assertThat(sent.getFirst().payloadText()).isEqualTo("{}");
    assertThat(sent.getFirst().from().address()).isEqualTo(sent.getFirst().to().address());
    assertThat(shell.run("actor", "cmd", "/dms/node/peers/self").out()).contains("\"id\" : \"x\"");
  }

  @Test
  void aRefusalHasTheExitCodeOfItsReason() {
    answer = "{\"error\":\"not authorised\",\"code\":\"unauthorised\"}";
    var ran = shell.run("actor", "cmd", "/dms/node/peers/self");
    assertThat(ran.exit()).isEqualTo(3);
    assertThat(ran.err()).contains("The actor refuses: not authorised");
  }

  @Test
  void anAnswerThatSaysItFailedIsShownAndExitsFour() {
    for (var failed :
        List.of(
            "{\"success\":false,\"error\":\"\"}",
            "{\"OK\":false,\"Error\":\"no bid\"}",
            "{\"Status\":\"ERROR\"}")) {
      answer = failed;
      var ran = shell.run("actor", "cmd", "-j", "/public/status");
      assertThat(ran.exit()).isEqualTo(4);
      assertThat(ran.out()).isEqualTo(failed + "\n");
    }
  }

  @Test
  void aMessageIsMadeThenSent() {
    var message =
        shell.run("actor", "msg", "/public/hello", "{ \"a\": 1 }", "-d", PEER, "-t", "1m");
    assertThat(message.exit()).isZero();
    var envelope = Envelope.parse(message.out().strip().getBytes(UTF_8));
    assertThat(envelope.verifySignature()).isTrue();
    assertThat(envelope.payloadText()).isEqualTo("{\"a\":1}");
    assertThat(envelope.to().address().host()).isEqualTo(PEER);
    assertThat(envelope.expiresAt()).isEqualTo(Shell.NOW.plusSeconds(60));
    assertThat(shell.run("actor", "send", message.out().strip()).exit()).isZero();
    assertThat(sent).containsExactly(envelope);
    assertThat(shell.run("actor", "invoke", message.out().strip()).err())
        .contains("wants no answer");
    assertThat(shell.run("actor", "broadcast", message.out().strip()).err())
        .contains("to one actor");
    var asking = shell.run("actor", "msg", "-i", "/public/hello").out();
    shell.input = asking;
    assertThat(shell.run("actor", "invoke", "-").out()).contains("OK");
  }

  @Test
  void aBroadcastPrintsEachAnswerOnALine() {
    var ran = shell.run("actor", "cmd", "/broadcast/hello");
    assertThat(sent.getFirst().topic().orElseThrow().path()).isEqualTo("/nunet/hello");
    assertThat(ran.out())
        .matches("\\{\"from\":\"did:key:z6Mk\\w+\",\"payload\":\\{\"OK\":true}}\n");
  }

  @Test
  void messagesThatMakeNoSenseAreWrongUse() {
    assertThat(shell.run("actor", "msg", "no/slash").exit()).isEqualTo(1);
    assertThat(shell.run("actor", "msg", "/public/hello", "{not json").exit()).isEqualTo(1);
    assertThat(shell.run("actor", "msg", "/public/hello", "-d", "nobody").exit()).isEqualTo(1);
    assertThat(shell.run("actor", "msg", "/public/hello", "-d", PEER, "-b", "/nunet").exit())
        .isEqualTo(1);
    assertThat(shell.run("actor", "send", "{}").exit()).isEqualTo(1);
    assertThat(sent).isEmpty();
  }

  @Test
  void aSizeThatCannotBeMeantIsRefusedWithAHint() {
    var ran =
        shell.run(
            "actor",
            "cmd",
            "/dms/node/onboarding/onboard",
            "-C",
            "2",
            "-R",
            "2000",
            "-D",
            "10",
            "-N");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("2000 GiB", "--ram 2000MiB");
    assertThat(sent).isEmpty();
    assertThat(
            shell
                .run(
                    "actor",
                    "cmd",
                    "/dms/node/onboarding/onboard",
                    "-C",
                    "1.5",
                    "-R",
                    "2000MiB",
                    "-D",
                    "10",
                    "--no-gpu")
                .exit())
        .isZero();
    assertThat(sent.getFirst().payloadText())
        .isEqualTo(
            "{\"NoGPU\":true,\"GPUs\":\"\",\"Config\":{\"is_onboarded\":true,\"onboarded_resources\":"
                + "{\"CPU\":{\"Cores\":1.5},\"RAM\":{\"Size\":2097152000},\"Disk\":{\"Size\":10737418240}}}}");
    assertThat(shell.run("actor", "cmd", "/dms/node/onboarding/onboard", "-C", "1").err())
        .contains("--ram");
  }

  @Test
  void anEnsembleIsReadHereAndSentOnTheWireForm() {
    shell.file("hello.yaml", ENSEMBLE);
    answer = "{\"Status\":\"OK\",\"EnsembleID\":\"abc\",\"Error\":\"\"}";
    assertThat(shell.run("actor", "cmd", "/dms/node/deployment/new", "-f", "hello.yaml").out())
        .contains("abc");
    assertThat(sent.getFirst().payloadText()).startsWith("{\"Ensemble\":{\"v1\":{");
    assertThat(sent.getFirst().expiresAt()).isEqualTo(Shell.NOW.plusSeconds(300));
    assertThat(shell.run("actor", "cmd", "/dms/node/deployment/new", "-f", "gone.yaml").exit())
        .isEqualTo(1);
  }

  @Test
  void theFlagsOfTheOriginalBecomeThePayloadsMembers() {
    payload("{\"Host\":\"p\"}", "/dms/node/peers/ping", "-H", "p");
    payload(
        "{\"Address\":\"/ip4/1.2.3.4/tcp/1/p2p/p\"}",
        "/dms/node/peers/connect",
        "-a",
        "/ip4/1.2.3.4/tcp/1/p2p/p");
    payload("{\"ID\":\"e\"}", "/dms/node/deployment/shutdown", "-i", "e");
    payload(
        "{\"EnsembleID\":\"e\",\"AllocationName\":\"n.a\"}",
        "/dms/node/deployment/logs",
        "-i",
        "e",
        "-a",
        "n.a");
    payload(
        "{\"metadata\":{\"k\":\"v\"},\"limit\":5,\"status\":[4],\"sort_by\":\"-created_at\"}",
        "/dms/node/deployment/list",
        "-f",
        "k=v",
        "--limit",
        "5",
        "--status",
        "running",
        "--sort=-created_at");
    payload("{\"before\":\"7d\",\"all\":false}", "/dms/node/deployment/prune", "--before", "7d");
    payload("{\"Context\":\"dms\"}", "/dms/cap/list");
    payload(
        "{\"interval\":5,\"level\":\"DEBUG\",\"elastic_enabled\":true}",
        "/dms/node/logger/config",
        "-i",
        "5",
        "-l",
        "DEBUG",
        "--enable-elastic");
    payload(
        "{\"token\":[{\"uri\":\"did:key:z6Mk\"}]}",
        "/dms/cap/root/anchor",
        "--root",
        "did:key:z6Mk");
  }

  @Test
  void anUnknownBehaviourIsAnsweredWithTheNearest() {
    var ran = shell.run("actor", "cmd", "/dms/node/peers/slef");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("Did you mean /dms/node/peers/self?");
  }

  @Test
  void theContextMayStandBeforeTheBehaviour() {
    shell.calledAs = "nunet";
    assertThat(shell.run("actor", "cmd", "--context", "dms", "/dms/node/peers/list").exit())
        .isZero();
    assertThat(sent.getFirst().from().did().uri())
        .isEqualTo(shell.run("key", "did", "dms").out().strip());
  }

  @Test
  void withoutANodeFileMessagesGoWhereTheOriginalListens() {
    shell.variables.remove("ATOLL_NODE");
    assertThat(shell.run("actor", "cmd", "/public/hello").exit()).isZero();
    assertThat(shell.connectedTo).containsExactly(java.net.URI.create("http://127.0.0.1:9999"));
  }

  @Test
  void aRevocationIsPublished() {
    var user = shell.run("key", "did", "user").out().strip();
    var token = shell.run("cap", "grant", user, "--cap", "/dms", "--duration", "1h").out().strip();
    assertThat(shell.run("cap", "broadcast", token).err()).contains("revokes nothing");
    var revocation = shell.run("cap", "revoke", token).out().strip();
    assertThat(shell.run("cap", "broadcast", revocation).exit()).isZero();
    assertThat(sent.getFirst().topic().orElseThrow().path()).isEqualTo("/nunet/revocation");
    assertThat(sent.getFirst().payloadText()).startsWith("{\"dms\":{\"act\":\"revoke\"");
  }

  private void payload(String expected, String... behaviourAndFlags) {
    var command = new ArrayList<>(List.of("actor", "cmd"));
    command.addAll(List.of(behaviourAndFlags));
    var ran = shell.run(command.toArray(String[]::new));
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(sent.getLast().payloadText()).isEqualTo(expected);
  }

  /** Sends what the command line makes, and asks the dms's own context about it. */
  private boolean authorised(String behaviour) {
    var ran = shell.run("actor", "msg", "-i", behaviour);
    assertThat(ran.exit()).as(ran.err()).isZero();
    var envelope = Envelope.parse(ran.out().strip().getBytes(UTF_8));
    assertThat(envelope.verifySignature()).isTrue();
    var dms = openDms();
    try (var tokens = dms.consume(envelope.from().did(), envelope.capabilities())) {
      return dms.require(
              tokens,
              new ActorId(envelope.from().id().key()).did(),
              envelope.to().id().did(),
              List.of(new Capability(behaviour)))
          instanceof Authorisation.Allowed;
    }
  }

  private CapabilityContext openDms() {
    var opened = new CapabilityContext[1];
    shell.more.clear();
    shell.more.add(
        new atoll.cli.Verb(
            atoll.cli.Verb.Group.HIDDEN,
            "open-dms",
            "",
            invocation ->
                new OpenDms(() -> opened[0] = new Identities(invocation).open("dms").context())));
    assertThat(shell.run("open-dms").exit()).isZero();
    return opened[0];
  }

  @picocli.CommandLine.Command(name = "open-dms")
  private record OpenDms(Runnable action) implements Runnable {
    @Override
    public void run() {
      action.run();
    }
  }

  @Test
  void theAddressOfTheSenderIsTheNodes() {
    shell.run("actor", "cmd", "/public/hello");
    assertThat(sent.getFirst().from().address().inbox()).isEqualTo(Address.ROOT_INBOX);
  }
}
