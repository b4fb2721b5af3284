package atoll.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.cli.Cli;
import atoll.cli.CliEnvironment;
import atoll.dms.api.HttpApi;
import atoll.kernel.tls.TestCertificate;
import atoll.kernel.tls.TlsFiles;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where an Infernet node's configuration is looked for, as a person sees it. */
class InfernetFileTest {
  private static final String KEY =
      "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";

  @TempDir Path folder;
  private final Map<String, String> variables = new HashMap<>();
  private Path here;

  @BeforeEach
  void makeFolders() throws IOException {
    here = Files.createDirectories(folder.resolve("here"));
    Files.createDirectories(folder.resolve("home/.atoll"));
  }

  @Test
  @DisplayName("first --config, then the variable, then ./config.json, then our own file")
  void theNearestCounts() throws IOException {
    ours("server: {port: 0}");
    assertThat(run("doctor", "--infernet").text()).contains("atoll.yaml makes sense");
    json("config.json", 0);
    assertThat(run("doctor", "--infernet").text()).contains("here/config.json makes sense");
    json("variable.json", 0);
    variables.put("INFERNET_CONFIG_PATH", "variable.json");
    assertThat(run("doctor", "--infernet").text()).contains("variable.json makes sense");
    json("named.json", 0);
    assertThat(run("doctor", "--infernet", "--config", "named.json").text())
        .contains("named.json makes sense");
    assertThat(run("doctor", "--infernet", "config.json").text())
        .contains("here/config.json makes sense");
    assertThat(run("doctor", "--infernet", "../home/.atoll/atoll.yaml").text())
        .contains("atoll.yaml makes sense", "Start: atoll infernet --config ../home");
  }

  @Test
  void aFileThatIsNamedAndMissingIsNotMadeUpForByAnother() throws IOException {
    ours("server: {port: 0}");
    variables.put("INFERNET_CONFIG_PATH", "none.json");
    var ran = run("infernet");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.text()).contains("Node exited: there is no file", "none.json");
  }

  @Test
  void withoutAnyTheErrorNamesAllPlacesAndHowToMakeOne() {
    var ran = run("infernet");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.text())
        .contains(
            "Node exited: there is no configuration",
            "--config",
            "INFERNET_CONFIG_PATH",
            here.resolve("config.json").toString(),
            here.resolve("atoll.yaml").toString(),
            folder.resolve("home/.atoll/atoll.yaml").toString(),
            "/etc/atoll/atoll.yaml",
            "atoll infernet init");
    assertThat(run("doctor", "--infernet").text()).contains("fail  config: there is no config");
  }

  @Test
  void aFileOfOursWithoutTheSectionIsNone() throws IOException {
    Files.writeString(here.resolve("atoll.yaml"), "dms: {rest: {port: 2222}}\n");
    assertThat(run("infernet").text()).contains("there is no configuration");
    assertThat(run("infernet", "--config", "atoll.yaml").text())
        .contains("atoll.yaml has no section infernet");
  }

  @Test
  @DisplayName("in our file, what is wrong has its file and key, and unknown keys are refused")
  void problemsHaveTheirKeys() throws IOException {
    ours(
        """
        chain: {enabled: true, wallet: {private_key: %s, privat_key: x}}
          servr: {port: 1}
        """
            .formatted(KEY));
    var ran = run("infernet");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.text())
        .contains(
            "Node exited: Config file validation failed, "
                + folder.resolve("home/.atoll/atoll.yaml"),
            "infernet.chain.rpc_url: rpc_url must be defined when chain is enabled",
            "infernet.servr: is not known. Did you mean server?",
            "infernet.chain.wallet.privat_key: is not known. Did you mean private_key?")
        .doesNotContain(KEY);
  }

  @Test
  @DisplayName("§9.16: the key may be in the environment, for both files")
  void theKeyMayBeInTheEnvironment() throws IOException {
    var chain = "{\"enabled\": true, \"wallet\": {}}";
    ours("chain: " + chain);
    Files.writeString(here.resolve("config.json"), "{\"chain\": " + chain + "}");
    var places = new String[] {"config.json", "../home/.atoll/atoll.yaml"};
    for (var place : places)
      assertThat(run("infernet", "--config", place).text())
          .contains("private_key must be defined when chain is enabled");
    variables.put("INFERNET_PRIVATE_KEY", KEY);
    for (var place : places)
      assertThat(run("infernet", "--config", place).text())
          .contains("rpc_url must be defined when chain is enabled")
          .doesNotContain("private_key", KEY);
  }

  @Test
  void hexadecimalIsTextWithoutQuotes() throws IOException {
    ours(
        """
        chain: {wallet: {private_key: %s, payment_address: 0x0000000000000000000000000000000000000001}}
          containers: [{id: a, image: i, accepted_payments: {0x0000000000000000000000000000000000000000: 7}}]
          manage_containers: no
        """
            .formatted(KEY));
    assertThat(run("doctor", "--infernet").text()).contains("makes sense").doesNotContain(KEY);
  }

  @Test
  void malformedFilesAreToldWithTheirPlace() throws IOException {
    for (var text :
        new String[] {
          "server: {port: 1",
          "server: *x",
          "server: [1]",
          "? [a]\n  : 1",
          "a: 1\n---\nb: 2",
          "- a",
          "containers: {id: a}"
        }) {
      ours(text);
      var ran = run("infernet");
      assertThat(ran.exit()).as(text).isEqualTo(1);
      assertThat(ran.text())
          .as(text)
          .contains("Node exited: ", "atoll.yaml")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void whatToDoAboutAMalformedFileIsTold() throws IOException {
    ours("docker: {username: me, password: *swordfish}");
    assertThat(run("infernet").text())
        .contains("an alias, which is not understood here. Write out what it stands for")
        .doesNotContain("swordfish");
  }

  @Test
  void editTakesNoWrongSection() throws IOException {
    ours("server: {port: 1}");
    var file = folder.resolve("home/.atoll/atoll.yaml");
    variables.put("EDITOR", "sed -i s/port/prot/");
    assertThat(run("config", "edit").text()).contains("infernet.server.prot: is not known");
    assertThat(file).hasContent("infernet:\n  server: {port: 1}\n");
  }

  @Test
  void initNamesTheServiceThatItWasGivenAndIsWholeOrNotThere() throws IOException {
    var service = "http://127.0.0.1:1/a\"b";
    assertThat(run("infernet", "init", "--rpc", service).exit()).isEqualTo(1);
    assertThat(here.resolve("config.json")).doesNotExist();
    Files.writeString(here.resolve(".config.json.new"), "{ cut o");
    assertThat(run("infernet", "init", "--rpc", "http://me:x@chain_1.invalid/v1").text())
        .contains("answers on chain_1.invalid");
    var file = here.resolve("config.json");
    assertThat(file).content().contains("\"rpc_url\": \"http://me:x@chain_1.invalid/v1\"");
    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    assertThat(here).isDirectoryNotContaining("glob:**.new");
    assertThat(run("infernet", "init").text()).contains("is there already");
    assertThat(here).isDirectoryNotContaining("glob:**.new");
    assertThat(run("infernet", "init", "--config", "none/config.json").text())
        .contains("There is no folder for");
  }

  @Test
  void doctorWarnsOfAServiceThatIsSilentWhileAnotherAnswers() throws IOException {
    var chain = service();
    try {
      ours(
          """
          manage_containers: no
            chain: {enabled: true, rpc_url: "http://127.0.0.1:1", rpc_urls: ["http://127.0.0.1:%d"], registry_address: 0x0000000000000000000000000000000000000001, wallet: {private_key: %s}}
          """
              .formatted(chain.getAddress().getPort(), KEY));
      assertThat(run("doctor", "--infernet").text())
          .contains("warn  rpc: chain 7 answers, at block 7, but only 1 of 2 services do")
          .contains("ok    wallet: ")
          .doesNotContain("fail  rpc", "relay");
    } finally {
      chain.stop(0);
    }
  }

  @Test
  void doctorLooksAtARelayToo() throws IOException {
    var chain = service();
    try {
      int port = chain.getAddress().getPort();
      for (int relay : new int[] {port, 1}) {
        ours(
            """
            manage_containers: no
              chain: {enabled: true, rpc_url: "http://127.0.0.1:%d", registry_address: 0x0000000000000000000000000000000000000001, wallet: {private_key: %s, relay_url: "http://127.0.0.1:%d/hunter2"}}
            """
                .formatted(port, KEY, relay));
        assertThat(run("doctor", "--infernet").text())
            .contains(
                relay == port
                    ? "ok    relay: it sends to chain 7"
                    : "fail  relay: it does not answer: 127.0.0.1 cannot be reached")
            .doesNotContain("hunter2");
      }
    } finally {
      chain.stop(0);
    }
  }

  /** Of a chain that answers 7 to everything. */
  private static HttpServer service() throws IOException {
    var chain = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    chain.createContext(
        "/",
        exchange -> {
          var id =
              new String(exchange.getRequestBody().readAllBytes(), UTF_8)
                  .replaceAll(".*\"id\":(\\d+).*", "$1");
          var answer =
              ("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":\"0x7\"}").getBytes(UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    chain.start();
    return chain;
  }

  @Test
  void doctorSaysHowLongACertificateIsGood() throws Exception {
    withCertificate(TestCertificate.in(folder.resolve("good"), "EC"));
    assertThat(run("doctor", "--infernet").text()).contains("ok    certificate: good until ");
    var expired = TestCertificate.expiredIn(folder.resolve("expired"));
    withCertificate(expired);
    assertThat(run("doctor", "--infernet").text())
        .contains("warn  certificate: " + expired.certificate() + " has expired", "Renew it");
    withCertificate(new TlsFiles(expired.privateKey(), expired.privateKey()));
    assertThat(run("doctor", "--infernet").text())
        .contains("infernet.server.tls.certificate: ", "holds no certificate");
  }

  private void withCertificate(TlsFiles files) throws IOException {
    ours(
        "server: {port: 0, api_keys: [sesame-0123456789], tls: {certificate: %s, private_key: %s}}"
            .formatted(files.certificate(), files.privateKey()));
  }

  @Test
  void whereTheEngineIsMustMakeSense() throws IOException {
    Files.writeString(
        here.resolve("config.json"),
        "{\"startup_wait\": 0, \"server\": {\"port\": 0}, \"containers\": [{\"id\": \"a\", \"image\": \"i\"}]}");
    variables.put("DOCKER_HOST", "ssh://me@host");
    for (var ran : new Ran[] {run("infernet"), run("doctor", "--infernet")})
      assertThat(ran.text())
          .contains("DOCKER_HOST begins with ssh://. It takes unix://")
          .doesNotContain("Exception", "me@host");
    variables.put("DOCKER_HOST", "unix://" + here.resolve("none.sock"));
    assertThat(run("infernet").text())
        .contains("Node exited: ", "none.sock is not usable", "set manage_containers to false");
  }

  private void ours(String section) throws IOException {
    Files.writeString(
        folder.resolve("home/.atoll/atoll.yaml"), "infernet:\n  " + section.stripTrailing() + "\n");
  }

  private void json(String name, int port) throws IOException {
    Files.writeString(here.resolve(name), "{\"server\": {\"port\": " + port + "}}");
  }

  private record Ran(int exit, String text) {}

  private Ran run(String... args) {
    var said = new ByteArrayOutputStream();
    var stream = new PrintStream(said, true, UTF_8);
    var environment =
        new CliEnvironment(
            stream,
            stream,
            InputStream.nullInputStream(),
            Optional.empty(),
            variables,
            folder.resolve("home"),
            here,
            InstantSource.system(),
            _ -> {},
            new Random(7),
            _ -> () -> {},
            "atoll",
            false,
            false,
            100,
            _ -> true,
            (node, token) -> new HttpApi(node, token.orElse("")));
    int exit = Cli.run(args, environment, Main.verbs());
    return new Ran(exit, said.toString(UTF_8));
  }
}
