package atoll.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands tell of an Infernet node that runs here. */
class InfernetVerbsTest {
  private static final String JOBS =
      """
      {"jobs":[
       {"id":"j2","status":"running","origin":"client","client":"10.0.0.7","containers":["a","b"],
        "begun_at":"2030-01-01T11:59:00Z"},
       {"id":"j1","status":"failed","origin":"chain","client":"chain","containers":["a"],
        "begun_at":"2030-01-01T11:00:00Z","ended_at":"2030-01-01T11:00:02Z"}]}
      """;
  private static final String EARNINGS =
      """
      {"account":"eip155:1:0xME","earned":[{"asset":"eip155:1/slip44:60","amount":"90000000000000000"},
        {"asset":"eip155:1/erc20:0xabc","amount":"7"}],
       "transfers":[
        {"at":"2030-01-01T11:00:00Z","from":"eip155:1:0xYOU","to":"eip155:1:0xME",
         "asset":"eip155:1/slip44:60","amount":"100000000000000000","memo":"subscription 5","reference":"r1"},
        {"at":"2030-01-01T10:00:00Z","from":"eip155:1:0xME","to":"eip155:1:0xYOU",
         "asset":"eip155:1/slip44:60","amount":"10000000000000000","memo":"","reference":"r2"}]}
      """;

  @TempDir Path folder;
  private final Map<String, String> answers = new HashMap<>();
  private Shell shell;
  private HttpServer server;
  private int missing = 404;

  @BeforeEach
  void begin() throws IOException {
    shell = new Shell(folder);
    shell.variables.clear();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var answer = answers.get(exchange.getRequestURI().getPath());
          var body = String.valueOf(answer).getBytes(UTF_8);
          exchange.sendResponseHeaders(answer == null ? missing : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    answers.put("/v1/jobs", JOBS);
    answers.put("/v1/earnings", EARNINGS);
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  private void runs(String file) {
    new NodeFile(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
            Optional.empty(),
            42,
            Shell.NOW)
        .write(shell.home.resolve(".atoll").resolve(file));
  }

  @Test
  void psListsItsJobs() {
    runs(NodeFile.INFERNET);
    assertThat(shell.run("ps").out())
        .contains("JOB", "j2", "running", "1m", "a,b", "10.0.0.7")
        .doesNotContain("j1");
    assertThat(shell.run("ps", "--all").out()).contains("j1", "failed", "2s");
    assertThat(shell.run("ps", "--json").out().strip()).isEqualTo(JOBS.strip());
  }

  @Test
  void besideANetworkPsListsBoth() {
    runs(NodeFile.INFERNET);
    new NodeFile(URI.create("http://127.0.0.1:4321"), Optional.empty(), 42, Shell.NOW)
        .write(shell.home.resolve(".atoll").resolve(NodeFile.DEV));
    var ran = shell.run("ps");
    assertThat(shell.connectedTo).containsExactly(URI.create("http://127.0.0.1:4321"));
    assertThat(ran.out()).contains("JOB");
  }

  @Test
  void earningsAreToldToTheUnit() {
    runs(NodeFile.INFERNET);
    var out = shell.run("earnings").out();
    assertThat(out)
        .contains("Account eip155:1:0xME", "0.09 ETH", "eip155:1/erc20:0xabc")
        .contains("0.1 ETH", "subscription 5", "-0.01 ETH", "to eip155:1:0xYOU");
    assertThat(shell.run("earnings", "--json").out().strip()).isEqualTo(EARNINGS.strip());
  }

  @Test
  void doctorAsksNobodyToStartWhatRuns() {
    assertThat(shell.run("doctor", "--infernet").err()).contains("Start: ");
    runs(NodeFile.INFERNET);
    assertThat(shell.run("doctor", "--infernet").err())
        .contains("One runs here: ")
        .doesNotContain("Start: ");
  }

  @Test
  void whereNoneRunsThatIsSaid() {
    var ran = shell.run("earnings");
    assertThat(ran.exit()).isEqualTo(6);
    assertThat(ran.err()).contains("No Infernet node runs here", "atoll infernet");
    runs(NodeFile.INFERNET);
    shell.alive = false;
    assertThat(shell.run("earnings").exit()).isEqualTo(6);
  }

  @Test
  void whoIsNotToldIsSaidWhereToAsk() {
    runs(NodeFile.INFERNET);
    answers.clear();
    missing = 403;
    var ran = shell.run("earnings");
    assertThat(ran.exit()).isEqualTo(3);
    assertThat(ran.err()).contains("status 403", "docker compose exec").doesNotContain("atoll dev");
  }

  @Test
  void whatIsNoInfernetNodeIsCalledThat() {
    runs(NodeFile.INFERNET);
    answers.clear();
    assertThat(shell.run("ps").err())
        .contains("no Infernet node answers at", "status 404", "atoll infernet")
        .doesNotContain("atoll dev");
    answers.put("/v1/earnings", "<html>");
    assertThat(shell.run("earnings").err()).contains("no Infernet node of ours");
    assertThat(shell.run("earnings", "--limit", "-1").exit()).isEqualTo(1);
  }
}
