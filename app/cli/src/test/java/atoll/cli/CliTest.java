package atoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CliTest {
  private Shell shell;

  @BeforeEach
  void openShell(@TempDir Path folder) {
    shell = new Shell(folder);
  }

  @Test
  void theVersionIsOneLine() {
    for (var spelling : new String[] {"--version", "-V", "version"}) {
      var ran = shell.run(spelling);
      assertThat(ran).isEqualTo(new Shell.Ran(0, "atoll " + Program.VERSION + "\n", ""));
    }
    assertThat(shell.run("version", "-j").out())
        .isEqualTo("{\"version\":\"" + Program.VERSION + "\"}\n");
    assertThat(shell.run("--json", "--version").out())
        .isEqualTo("{\"version\":\"" + Program.VERSION + "\"}\n");
  }

  @Test
  void theHelpNamesEveryCommandOnce() throws IOException {
    var help = shell.run("--help");
    assertThat(help.exit()).isZero();
    try (var golden = CliTest.class.getResourceAsStream("help.txt")) {
      assertThat(help.out()).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
    }
    assertThat(shell.run("help").out()).isEqualTo(help.out());
  }

  @Test
  void noCommandIsWrongUse() {
    var ran = shell.run();
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("Usage: atoll");
  }

  @Test
  void aMistypedCommandIsAnsweredWithTheNearest() {
    var ran = shell.run("delpoy", "x.yaml");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("There is no command delpoy.", "Did you mean deploy?");
  }

  @Test
  void aMistypedOptionIsAnsweredWithTheNearest() {
    var ran = shell.run("deploy", "x.yaml", "--timout", "5m");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err())
        .contains("Unknown option", "--timout", "Did you mean --timeout?", "atoll deploy --help")
        .doesNotContain("\tat ");
  }

  @Test
  void helpOfACommandIsReachedBothWays() {
    assertThat(shell.run("deploy", "--help").out())
        .contains("Usage: atoll deploy", "--timeout", "--json")
        .isEqualTo(shell.run("help", "deploy").out());
  }

  @Test
  void everyCommandTakesJsonAndItsOptionsHaveAShortAndALongForm() {
    var whole = Cli.commandLine(shell.environment(nowhere(), nowhere()), shell.more);
    var bare = new ArrayList<String>();
    for (var command : leaves(whole, new ArrayList<>())) {
      assertThat(command.getCommandSpec().findOption("--json"))
          .as(command.getCommandSpec().qualifiedName())
          .isNotNull();
      for (var option : command.getCommandSpec().options()) {
        if (option.inherited()) continue;
        boolean isShort = false;
        boolean isLong = false;
        for (var name : option.names()) {
          if (name.startsWith("--")) isLong = true;
          else isShort = true;
        }
        if (!isShort || !isLong)
          bare.add(command.getCommandSpec().qualifiedName() + " " + option.longestName());
      }
    }
    assertThat(bare).isEmpty();
  }

  @Test
  void theNodeIsTheOneNamedElseTheOneThatRunsHere() throws IOException {
    shell.run("ps", "-n", "http://10.0.0.1:1234/");
    shell.run("--node", "10.0.0.2:99", "ps");
    shell.run("ps", "--rest-port", "7777");
    shell.run("ps");
    shell.variables.clear();
    var token = shell.file("token", "secret-token\n");
    new NodeFile(URI.create("http://127.0.0.1:4321"), Optional.of(token), 42, Shell.NOW)
        .write(shell.home.resolve(".atoll/dev.json"));
    shell.run("ps");
    assertThat(shell.connectedTo)
        .extracting(URI::toString)
        .containsExactly(
            "http://10.0.0.1:1234",
            "http://10.0.0.2:99",
            "http://127.0.0.1:7777",
            "http://127.0.0.1:9999",
            "http://127.0.0.1:4321");
    assertThat(shell.tokens.getLast()).contains("secret-token");
    assertThat(shell.tokens.getFirst()).isEqualTo(Optional.empty());
  }

  @Test
  void withoutANodeTheCommandSaysHowToStartOne() {
    shell.variables.clear();
    var ran = shell.run("ps");
    assertThat(ran.exit()).isEqualTo(6);
    assertThat(ran.err()).contains("No node runs here", "atoll dev", "--node");
  }

  @Test
  void aFileThatAKilledNodeLeftBehindIsNoticed() throws IOException {
    shell.variables.clear();
    new NodeFile(
            URI.create("http://127.0.0.1:4321"),
            Optional.of(shell.home.resolve("token")),
            42,
            Shell.NOW)
        .write(shell.home.resolve(".atoll/dev.json"));
    shell.alive = false;
    var ran = shell.run("ps");
    assertThat(ran.exit()).isEqualTo(6);
    assertThat(ran.err()).contains("process 42", "has ended", "atoll dev");
    assertThat(shell.connectedTo).isEmpty();
  }

  @Test
  void aBrokenNodeFileIsNoStackTrace() throws IOException {
    shell.variables.clear();
    var file = shell.home.resolve(".atoll/dev.json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{\"url\":");
    var ran = shell.run("ps");
    assertThat(ran.exit()).isEqualTo(6);
    assertThat(ran.err())
        .contains("dev.json is not what a node writes there")
        .doesNotContain("\tat ");
  }

  @Test
  void theNodeFileIsForItsOwnerOnly() throws IOException {
    var file = shell.home.resolve(".atoll/dev.json");
    var written =
        new NodeFile(
            URI.create("http://127.0.0.1:4321"),
            Optional.of(shell.home.resolve("token")),
            42,
            Shell.NOW);
    written.write(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(NodeFile.read(file)).isEqualTo(new NodeFile.Reading.Found(written));
  }

  @Test
  void anAddressThatIsNoneIsWrongUse() {
    assertThat(shell.run("ps", "-n", "ftp://x").exit()).isEqualTo(1);
    assertThat(shell.run("ps", "-n", "http://").exit()).isEqualTo(1);
    assertThat(shell.run("ps", "--rest-port", "70000").exit()).isEqualTo(1);
    assertThat(shell.run("ps", "--rest-port", "many").exit()).isEqualTo(1);
  }

  @Test
  void colourIsForTerminalsWithoutNoColor() {
    shell.terminal = true;
    assertThat(shell.run("status", "nope").err()).contains("\u001b[31m");
    shell.variables.put("NO_COLOR", "1");
    assertThat(shell.run("status", "nope").err()).doesNotContain("\u001b");
  }

  @Test
  void controlCharactersFromElsewhereDoNotReachTheTerminal() {
    assertThat(Safe.text("a\u001b]0;title\u0007b\r\u001b[31mred\u001b[0m"))
        .isEqualTo("a\ufffd]0;title\ufffdb\ufffd\u001b[31mred\u001b[0m");
  }

  private static java.util.List<CommandLine> leaves(
      CommandLine command, java.util.List<CommandLine> found) {
    if (command.getSubcommands().isEmpty()) found.add(command);
    for (var sub : command.getSubcommands().values()) leaves(sub, found);
    return found;
  }

  private static PrintStream nowhere() {
    return new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
  }
}
