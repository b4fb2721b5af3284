package atoll.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.cli.CommandRefused;
import atoll.cli.Shell;
import atoll.cli.Verb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {
  private Shell shell;

  @BeforeEach
  void openShell(@TempDir Path folder) {
    shell = new Shell(folder);
  }

  @Test
  @DisplayName("A40: an unknown key is refused, with the nearest and the file's name")
  void anUnknownKeyIsRefused() {
    shell.file("dms_config.json", "{\"rest\":{\"prot\":9998}}");
    var ran = shell.run("config", "get", "rest.port");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err())
        .contains("dms_config.json: unknown key rest.prot", "Did you mean rest.port?");
  }

  @Test
  @DisplayName("A40: a variable overrides the file, an option overrides both")
  void aVariableOverridesTheFile() {
    shell.file("dms_config.json", "{\"rest\":{\"port\":9998}}");
    assertThat(shell.run("config", "get", "rest.port").out()).isEqualTo("9998\n");
    shell.variables.put("DMS_REST_PORT", "9997");
    assertThat(shell.run("config", "get", "rest.port").out()).isEqualTo("9997\n");
    assertThat(shell.run("config", "get", "rest.port", "--rest-port", "9996").out())
        .isEqualTo("9996\n");
    shell.variables.put("DMS_REST_PORT", "many");
    assertThat(shell.run("config", "get", "rest.port").err())
        .contains("DMS_REST_PORT", "must be a port");
  }

  @Test
  @DisplayName("A40: config set replaces the file in one step, and a wrong value changes nothing")
  void setIsAtomic() throws IOException {
    var file = shell.file("dms_config.json", "{\"rest\":{\"port\":9998}}");
    var before = Files.getAttribute(file, "unix:ino");
    assertThat(shell.run("config", "set", "rest.port", "70000").exit()).isEqualTo(1);
    assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(before);

    assertThat(shell.run("config", "set", "rest.port", "9000").exit()).isZero();
    assertThat(Files.getAttribute(file, "unix:ino"))
        .isNotEqualTo(before); // another file took its place
    assertThat(Files.readString(file)).contains("\"port\" : 9000");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var left = Files.list(shell.folder)) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void aFileThatIsWrongAlreadyIsNotTouched() throws IOException {
    var file = shell.file("dms_config.json", "{\"rest\":{\"port\":9998},\"nope\":1}");
    assertThat(shell.run("config", "set", "rest.port", "9000").exit()).isEqualTo(1);
    assertThat(Files.readString(file)).isEqualTo("{\"rest\":{\"port\":9998},\"nope\":1}");
  }

  @Test
  void theOriginalsFileIsFoundWhereTheOriginalLooks() throws IOException {
    Files.createDirectories(shell.home.resolve(".nunet"));
    Files.writeString(
        shell.home.resolve(".nunet/dms_config.json"), "{\"general\":{\"host_city\":\"Berlin\"}}");
    assertThat(shell.run("config", "get", "general.host_city").out()).isEqualTo("Berlin\n");
    shell.file("dms_config.json", "{\"general\":{\"host_city\":\"Lima\"}}");
    assertThat(shell.run("config", "get", "general.host_city").out()).isEqualTo("Lima\n");
  }

  @Test
  void ourFileWinsOverTheOriginals() {
    shell.file("dms_config.json", "{\"rest\":{\"port\":1111,\"addr\":\"127.0.0.2\"}}");
    shell.file("atoll.yaml", "dms:\n  rest:\n    port: 2222\n");
    assertThat(shell.run("config", "get", "dms.rest.port").out()).isEqualTo("2222\n");
    assertThat(shell.run("config", "get", "rest").out())
        .contains("2222", "127.0.0.2", "atoll.yaml", "dms_config.json");
  }

  @Test
  void aSectionThatIsNotKnownIsRefused() {
    shell.file("atoll.yaml", "rest:\n  port: 2222\n");
    assertThat(shell.run("config", "show").err())
        .contains("unknown section rest", "belongs under dms:");
    shell.file("atoll.yaml", "infernt:\n  server: {}\n");
    assertThat(shell.run("config", "show").err())
        .contains("unknown section infernt; known are dms and infernet");
  }

  @Test
  void malformedFilesAreRefusedWithTheirPlace() {
    shell.file("atoll.yaml", "dms:\n  rest: {port: 1\n");
    var ran = shell.run("config", "show");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("atoll.yaml:").doesNotContain("\tat ");
    shell.file("atoll.yaml", "dms: {rest: {port: 1}, rest: {port: 2}}\n");
    assertThat(shell.run("config", "show").err())
        .contains("atoll.yaml")
        .containsIgnoringCase("duplicate");
    shell.file("atoll.yaml", "dms: {rest: {port: [1]}}\n");
    assertThat(shell.run("config", "show").err()).contains("dms.rest.port is not a port");
    shell.file("atoll.yaml", "dms: {p2p: {bootstrap_peers: &a [x]}}\ninfernet: {b: [*a, *a]}\n");
    assertThat(shell.run("config", "show").err())
        .contains("atoll.yaml:2:", "an alias", "Write out what it stands for");
    shell.file("atoll.yaml", "dms: {rest: {port: 1}}\n---\ndms: {rest: {port: 2}}\n");
    assertThat(shell.run("config", "show").err())
        .contains("atoll.yaml:")
        .containsIgnoringCase("more than one document");
    shell.file("atoll.yaml", "infernet:\n  a: " + "x".repeat(300_000) + "\n");
    assertThat(shell.run("config", "show").err()).contains("has more than 262144 bytes");
    shell.file("atoll.yaml", "infernet: " + "[".repeat(5000) + "]".repeat(5000) + "\n");
    assertThat(shell.run("config", "show").exit()).isEqualTo(1);
  }

  @Test
  @DisplayName("another door's section is left as it is, whatever is set or taken back")
  void theSectionOfAnotherDoorStays() throws IOException {
    var infernet =
        """
        infernet: # of the door
          chain:
            wallet: {private_key: 0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d}
          containers:
            - id: a
              port: 3001
              env: {rest: 1.50}
        """;
    var file = shell.file("atoll.yaml", infernet + "dms:\n  rest:\n    port: 2222\n");
    assertThat(shell.run("config", "get", "rest.port").out()).isEqualTo("2222\n");
    shell.run("config", "set", "rest.port", "3333");
    shell.run("config", "set", "rest.addr", "127.0.0.9");
    assertThat(Files.readString(file))
        .isEqualTo(infernet + "dms:\n  rest:\n    addr: \"127.0.0.9\"\n    port: 3333\n");

    var before = InfernetSection.in(file).content();
    shell.run("config", "set", "p2p.bootstrap_peers", "/ip4/1.2.3.4/tcp/1,/ip4/1.2.3.5/tcp/1");
    assertThat(InfernetSection.in(file).content()).isEqualTo(before);
    assertThat(shell.run("config", "reset", "rest.port").exit()).isZero();
    assertThat(InfernetSection.in(file).content()).isEqualTo(before);
    assertThat(shell.run("config", "reset").exit()).isZero();
    assertThat(InfernetSection.in(file).content()).isEqualTo(before);
    assertThat(shell.run("config", "show", "--set").out())
        .doesNotContain("127.0.0.9", "59c6", "infernet");
  }

  @Test
  void theSectionOfAnotherDoorIsNeverShown() {
    shell.file("atoll.yaml", "infernet: {docker: {username: me, password: swordfish}}\n");
    for (var command :
        new String[][] {
          {"config", "show"},
          {"config", "get", "infernet"},
          {"config", "get", "infernet.docker.password", "--reveal"},
          {"config", "set", "infernet.docker.password", "other"},
          {"config", "get", "infernet", "-j"}
        }) {
      var ran = shell.run(command);
      assertThat(ran.out() + ran.err()).doesNotContain("swordfish");
    }
    for (var text :
        new String[] {
          "infernet: {docker: {password: *swordfish}}\n",
          "infernet: {docker: {password: 'swordfish}}\n",
          "infernet: {docker: {password: !swordfish!x y}}\n",
          "infernet: {docker: {password: @swordfish}}\n",
          "infernet:\n  docker:\n    password: swordfish: x\n"
        }) {
      shell.file("atoll.yaml", text);
      var ran = shell.run("config", "show");
      assertThat(ran.exit()).as(text).isEqualTo(1);
      assertThat(ran.err()).as(text).contains("atoll.yaml:").doesNotContain("swordfish");
    }
    shell.file("atoll.yaml", "infernet: {docker: {username: me, password: swordfish}}\n");
    assertThat(InfernetSection.in(shell.folder.resolve("atoll.yaml")).toString())
        .doesNotContain("swordfish");
    assertThat(shell.run("config", "get", "infernet.server").err())
        .contains("changed as a whole", "config edit", "doctor --infernet");
  }

  @Test
  void editAsksTheDoorWhoseSectionItIs() throws IOException {
    shell.more.add(
        new Verb(
            Verb.Group.MACHINE,
            "config",
            "",
            invocation ->
                ConfigCommand.of(
                    invocation,
                    section -> {
                      if (section.content().has("wrong"))
                        throw CommandRefused.wrongUse(section.file() + " is wrong", "");
                    })));
    var file = shell.file("atoll.yaml", "infernet: {right: 1}\n");
    shell.variables.put("EDITOR", script("sed -i s/1/2/ \"$1\""));
    assertThat(shell.run("config", "edit").exit()).isZero();
    shell.variables.put("EDITOR", script("sed -i s/right/wrong/ \"$1\""));
    assertThat(shell.run("config", "edit").err()).contains(" is wrong", "Nothing was changed");
    assertThat(Files.readString(file)).isEqualTo("infernet: {right: 2}\n");
  }

  @Test
  void withoutAFileTheFirstSetMakesOne() throws IOException {
    assertThat(shell.run("config", "set", "general.host_country", "DE").exit()).isZero();
    assertThat(Files.readString(shell.home.resolve(".atoll/atoll.yaml")))
        .isEqualTo("dms:\n  general:\n    host_country: \"DE\"\n");
    shell.calledAs = "nunet";
    Files.delete(shell.home.resolve(".atoll/atoll.yaml"));
    assertThat(shell.run("config", "set", "general.host_country", "DE").exit()).isZero();
    assertThat(Files.readString(shell.folder.resolve("dms_config.json")))
        .contains("\"host_country\" : \"DE\"");
  }

  @Test
  void setLeavesCommentsAndTheRestAsTheyWere() throws IOException {
    var file =
        shell.file(
            "atoll.yaml",
            "# mine\ndms:\n  rest:\n    port: 2222 # not the usual\n  job:\n    allow_privileged_docker: true\n");
    shell.run("config", "set", "rest.port", "3333");
    shell.run("config", "set", "rest.addr", "127.0.0.9");
    shell.run("config", "set", "profiler.enabled", "true");
    assertThat(Files.readString(file))
        .isEqualTo(
            """
            # mine
            dms:
              profiler:
                enabled: true
              rest:
                addr: "127.0.0.9"
                port: 3333 # not the usual
              job:
                allow_privileged_docker: true
            """);
  }

  @Test
  void listsAndNestedNamesAreUnderstood() throws IOException {
    shell.run("config", "set", "p2p.bootstrap_peers", "/ip4/1.2.3.4/tcp/1,/ip4/1.2.3.5/tcp/1");
    var configuration =
        Configuration.load(
            shell.environment(System.out, System.err), Optional.empty(), java.util.Map.of());
    assertThat(configuration.list("p2p.bootstrap_peers"))
        .containsExactly("/ip4/1.2.3.4/tcp/1", "/ip4/1.2.3.5/tcp/1");
    shell.file("dms_config.json", "{\"observability\":{\"logging\":{\"level\":\"DEBUG\"}}}");
    assertThat(shell.run("config", "get", "observability.log_level").out()).isEqualTo("DEBUG\n");
    shell.file(
        "dms_config.json",
        "{\"observability\":{\"log_level\":\"INFO\",\"logging\":{\"level\":\"DEBUG\"}}}");
    assertThat(shell.run("config", "get", "observability.log_level").err()).contains("given twice");
  }

  @Test
  void secretsAreNotShown() {
    shell.run("config", "set", "apm.secret_token", "swordfish");
    for (var command :
        new String[][] {
          {"config", "show"},
          {"config", "show", "-j"},
          {"config", "get", "apm.secret_token"},
          {"config", "get", "apm", "-j"}
        }) assertThat(shell.run(command).out()).contains("***").doesNotContain("swordfish");
    assertThat(shell.run("config", "get", "apm.secret_token", "--reveal").out())
        .isEqualTo("swordfish\n");
    assertThat(shell.run("config", "set", "apm.secret_token", "sword\nfish").err())
        .doesNotContain("sword");
  }

  @Test
  void setSaysIfAVariableStillWins() {
    shell.variables.put("DMS_REST_PORT", "9997");
    assertThat(shell.run("config", "set", "rest.port", "9000").err())
        .contains("DMS_REST_PORT says 9997");
  }

  @Test
  void resetTakesBackOneOrAllAndKeepsTheOldFile() throws IOException {
    var file = shell.file("atoll.yaml", "dms:\n  rest:\n    port: 2222\n    addr: 127.0.0.2\n");
    assertThat(shell.run("config", "reset", "rest.port").exit()).isZero();
    assertThat(shell.run("config", "get", "rest.port").out()).isEqualTo("9999\n");
    assertThat(shell.run("config", "get", "rest.addr").out()).isEqualTo("127.0.0.2\n");
    assertThat(shell.run("config", "reset").exit()).isZero();
    assertThat(file).doesNotExist();
    try (var kept = Files.list(shell.folder)) {
      assertThat(kept).allMatch(p -> p.getFileName().toString().startsWith("atoll.yaml.bk."));
    }
    assertThat(shell.run("config", "reset").out()).contains("Nothing is set");
  }

  @Test
  void editReplacesTheFileOnlyIfItIsRight() throws IOException {
    var file = shell.file("atoll.yaml", "dms:\n  rest:\n    port: 2222\n");
    shell.variables.put("EDITOR", script("sed -i s/2222/3333/ \"$1\""));
    assertThat(shell.run("config", "edit").exit()).isZero();
    assertThat(Files.readString(file)).contains("3333");
    shell.variables.put("EDITOR", script("sed -i s/port/prot/ \"$1\""));
    var wrong = shell.run("config", "edit");
    assertThat(wrong.exit()).isEqualTo(1);
    assertThat(wrong.err()).contains("unknown key dms.rest.prot", "Nothing was changed");
    assertThat(Files.readString(file)).contains("port: 3333");
    shell.variables.put("EDITOR", "/no/such/editor");
    assertThat(shell.run("config", "edit").err()).contains("cannot be started");
  }

  @Test
  void aFileThatIsNamedIsTheOnlyOne() {
    shell.file("atoll.yaml", "dms: {rest: {port: 2222}}\n");
    shell.file("other.json", "{}");
    assertThat(shell.run("config", "get", "rest.port", "--config", "other.json").out())
        .isEqualTo("9999\n");
    assertThat(shell.run("config", "get", "rest.port", "--config", "gone.json").exit())
        .isEqualTo(1);
  }

  @Test
  void anUnknownSettingIsAnsweredWithTheNearest() {
    assertThat(shell.run("config", "get", "rest.prot").err()).contains("Did you mean rest.port?");
    assertThat(shell.run("config", "set", "generl.env", "x").exit()).isEqualTo(1);
  }

  private String script(String line) throws IOException {
    var script = shell.home.resolve("editor.sh");
    Files.writeString(script, "#!/bin/sh\n" + line + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script.toString();
  }
}
