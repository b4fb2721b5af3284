package atoll.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.cli.ScriptedNode;
import atoll.cli.Shell;
import atoll.cli.Verb;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  private Shell shell;
  private Path bin;

  @BeforeEach
  void openShell(@TempDir Path folder) throws IOException {
    shell = new Shell(folder, new ScriptedNode());
    bin = Files.createDirectories(folder.resolve("bin"));
    shell.variables.put("PATH", bin.toString());
    shell.variables.put("DOCKER_HOST", "unix://" + folder.resolve("no-such.sock"));
    try (var any = new ServerSocket(0)) {
      shell.variables.put("DMS_REST_PORT", Integer.toString(any.getLocalPort()));
    }
  }

  @Test
  void tenThingsAreLookedAt() throws IOException {
    script("mvn", "echo 'Apache Maven 3.9.1 (abc)'");
    var ran = shell.run("doctor");
    assertThat(ran.exit()).isZero();
    assertThat(ran.out().lines().filter(l -> l.matches("(ok|warn|fail)\\s+\\w+: .*")))
        .hasSize(10)
        .anyMatch(l -> l.startsWith("ok    jdk: Java "))
        .anyMatch(l -> l.equals("ok    maven: Apache Maven 3.9.1"))
        .anyMatch(l -> l.startsWith("warn  docker: no engine runs here"))
        .anyMatch(l -> l.startsWith("ok    node: http://127.0.0.1:9999 answers, version"))
        .anyMatch(l -> l.startsWith("warn  identity: there is no key user"))
        .anyMatch(l -> l.startsWith("ok    wasm: "));
    assertThat(shell.run("doctor", "-j").out().lines())
        .hasSize(10)
        .allMatch(l ->
            l.matches(
                "\\{\"check\":\"\\w+\",\"result\":\"(ok|warn|fail)\",\"found\":\".*\",\"to_do\":\".*\"}"));
  }

  @Test
  void oneFailureIsTheExitCode() {
    shell.more.add(
        new Verb(
            Verb.Group.MACHINE,
            "doctor",
            "",
            invocation ->
                new DoctorCommand(
                    invocation,
                    new Check() {
                      @Override
                      public String name() {
                        return "wasm";
                      }

                      @Override
                      public Finding look() {
                        return Finding.fail("it does not start", "Buy more memory");
                      }
                    })));
    var ran = shell.run("doctor");
    assertThat(ran.exit()).isEqualTo(4);
    assertThat(ran.out()).contains("fail  wasm: it does not start\n      Buy more memory");
  }

  @Test
  void anOldJdkAndAnOldMavenAreNamed() throws Exception {
    assertThat(new JdkCheck(21, "/jdk").look().level()).isEqualTo(Check.Level.FAIL);
    script("mvn", "echo 'Apache Maven 3.6.3'");
    assertThat(shell.run("doctor").out()).contains("warn  maven: Apache Maven 3.6.3 is too old");
    Files.delete(bin.resolve("mvn"));
    assertThat(shell.run("doctor").out()).contains("warn  maven: it is not installed");
  }

  @Test
  void littleSpaceIsSaid() {
    var check = new DiskCheck(shell.home);
    assertThat(check.judged(100L << 20).level()).isEqualTo(Check.Level.FAIL);
    assertThat(check.judged(5L << 30).level()).isEqualTo(Check.Level.WARN);
    assertThat(check.judged(50L << 30).level()).isEqualTo(Check.Level.OK);
  }

  @Test
  void aKeyThatOthersCanReadFails() throws IOException {
    shell.haveKey("user");
    var key = shell.home.resolve(".nunet/key/user.json");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    var ran = shell.run("doctor");
    assertThat(ran.exit()).isEqualTo(4);
    assertThat(ran.out())
        .contains(
            "fail  home: others can read or change " + key,
            "chmod 600 " + key,
            "no capability context");
  }

  @Test
  void aClockThatIsWrongFails() {
    assertThat(new ClockCheck(InstantSource.fixed(Instant.EPOCH)).look().level())
        .isEqualTo(Check.Level.FAIL);
    assertThat(new ClockCheck(InstantSource.fixed(Shell.NOW)).look().level())
        .isEqualTo(Check.Level.OK);
  }

  @Test
  void aPortInUseIsOursOrAnothers() throws IOException {
    try (var taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      shell.variables.put("DMS_REST_PORT", Integer.toString(taken.getLocalPort()));
      assertThat(shell.run("doctor").out())
          .contains("warn  port: " + taken.getLocalPort() + " is in use by another program");
      shell.variables.put("ATOLL_NODE", "http://127.0.0.1:" + taken.getLocalPort());
      assertThat(shell.run("doctor").out())
          .contains(
              "ok    port: " + taken.getLocalPort() + " is in use by the node that runs here");
    }
  }

  @Test
  void noNodeIsAWarning() {
    shell.variables.remove("ATOLL_NODE");
    shell.variables.remove("DMS_REST_PORT");
    assertThat(shell.run("doctor").out()).contains("warn  node: No node runs here");
  }

  private void script(String name, String line) throws IOException {
    var file = bin.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + line + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
