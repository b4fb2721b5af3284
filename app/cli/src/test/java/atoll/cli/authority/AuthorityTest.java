package atoll.cli.authority;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.cli.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthorityTest {
  private Shell shell;

  @BeforeEach
  void openShell(@TempDir Path folder) {
    shell = new Shell(folder);
    shell.variables.put("DMS_PASSPHRASE", "correct horse");
  }

  @Test
  void aKeyIsMadeOnceAndItsDidIsTold() {
    var made = shell.run("key", "new", "user");
    assertThat(made.exit()).isZero();
    assertThat(made.out()).startsWith("did:key:z6Mk").hasLineCount(1);
    assertThat(shell.run("key", "did", "user").out()).isEqualTo(made.out());
    assertThat(shell.run("key", "list").out()).isEqualTo("user\n");
    assertThat(shell.run("key", "new", "user").exit()).isEqualTo(1);
    assertThat(shell.run("key", "new", "-f", "user").out()).isNotEqualTo(made.out());
  }

  @Test
  void aWrongPassphraseIsDenied() {
    shell.haveKey("user");
    shell.variables.put("DMS_PASSPHRASE", "wrong");
    var ran = shell.run("key", "did", "user");
    assertThat(ran.exit()).isEqualTo(3);
    assertThat(ran.err()).doesNotContain("wrong\n", "correct horse", "\tat ");
  }

  @Test
  void aNewPassphraseIsAskedForTwice() {
    shell.variables.remove("DMS_PASSPHRASE");
    shell.typed.addAll(java.util.List.of("one", "two"));
    assertThat(shell.run("key", "new", "user").exit()).isEqualTo(3);
    assertThat(shell.prompts).hasSize(2);
    assertThat(shell.run("key", "list").out()).isEmpty();
    shell.typed.addAll(java.util.List.of("one", "one"));
    assertThat(shell.run("key", "new", "user").exit()).isZero();
    assertThat(shell.run("key", "did", "user").err()).contains("DMS_PASSPHRASE");
  }

  @Test
  void aKeyThatIsMissingIsNamed() {
    var ran = shell.run("key", "did", "nobody");
    assertThat(ran.exit()).isEqualTo(3);
    assertThat(ran.err()).contains("no key nobody", "key new nobody");
  }

  @Test
  void aContextMakesItsMissingKey() throws IOException {
    var made = shell.run("cap", "new", "dms", "--json");
    assertThat(made.exit()).isZero();
    assertThat(made.out()).contains("\"context\":\"dms\"", "\"key_made\":true");
    assertThat(Files.exists(shell.home.resolve(".nunet/key/dms.json"))).isTrue();
    assertThat(Files.exists(shell.home.resolve(".nunet/cap/dms.cap"))).isTrue();
    assertThat(shell.run("cap", "new", "dms").exit()).isEqualTo(1);
    assertThat(shell.run("cap", "new", "-f", "dms", "-j").out()).contains("\"key_made\":false");
  }

  @Test
  void anchorsComeAndGo() {
    shell.haveKey("user");
    shell.run("cap", "new", "user");
    var did = shell.run("key", "did", "user").out().strip();
    assertThat(shell.run("cap", "anchor", "--root", did).exit()).isZero();
    assertThat(shell.run("cap", "list").out()).contains("roots:", did);
    assertThat(shell.run("cap", "list", "-j").out())
        .contains("\"roots\":[\"" + did + "\"],\"require\":{},\"provide\":{},\"revoke\":{}");
    assertThat(shell.run("cap", "remove", "--root", did).exit()).isZero();
    assertThat(shell.run("cap", "remove", "--root", did).exit()).isEqualTo(1);
    assertThat(shell.run("cap", "anchor", "--root", did, "--require", "{}").exit()).isEqualTo(1);
    assertThat(shell.run("cap", "anchor").exit()).isEqualTo(1);
    assertThat(shell.run("cap", "anchor", "--root", "did:nothing").exit()).isEqualTo(1);
  }

  @Test
  void aGrantNeedsToSayWhatAndUntilWhen() {
    shell.haveKey("user");
    shell.run("cap", "new", "user");
    var did = shell.run("key", "did", "user").out().strip();
    assertThat(shell.run("cap", "grant", did, "--cap", "/dms").err()).contains("until when");
    assertThat(shell.run("cap", "grant", did, "-e", "2031-01-01").err())
        .contains("what is granted");
    assertThat(shell.run("cap", "grant", did, "--cap", "/dms", "-e", "2029-01-01").err())
        .contains("has passed");
    assertThat(shell.run("cap", "grant", did, "--cap", "/dms", "-e", "soon").err())
        .contains("no date");
    assertThat(shell.run("cap", "grant", did, "--cap", "dms", "--duration", "1h").exit())
        .isEqualTo(1);
    assertThat(shell.run("cap", "grant", "alice", "--cap", "/dms", "--duration", "1h").exit())
        .isEqualTo(1);
    assertThat(
            shell
                .run("cap", "grant", did, "--cap", "/dms", "--duration", "1h", "-e", "2031-01-01")
                .err())
        .contains("twice");
  }

  @Test
  void whatWasRevokedCountsNoMore() {
    shell.haveKey("user");
    shell.run("cap", "new", "user");
    var did = shell.run("key", "did", "user").out().strip();
    var token = shell.run("cap", "grant", did, "--cap", "/dms", "--duration", "1h").out().strip();
    assertThat(token).startsWith("{\"tok\":[{\"dms\":{\"act\":\"delegate\"").doesNotContain(" ");
    assertThat(shell.run("cap", "anchor", "--require", token).exit()).isZero();
    assertThat(shell.run("cap", "list", "-j").out()).contains("\"require\":{\"tok\":[");
    var revocation = shell.run("cap", "revoke", token);
    assertThat(revocation.out()).contains("\"act\":\"revoke\"");
    assertThat(shell.run("cap", "list", "-j").out())
        .contains("\"require\":{}", "\"revoke\":{\"tok\":[");
    var again = shell.run("cap", "anchor", "--require", token);
    assertThat(again.exit()).isEqualTo(3);
    assertThat(again.err()).contains("not accepted");
  }

  @Test
  void whatNobodyDelegatedCannotBePassedOn() {
    shell.haveKey("user");
    shell.run("cap", "new", "user");
    var did = shell.run("key", "did", "user").out().strip();
    var ran = shell.run("cap", "delegate", did, "--cap", "/dms", "--duration", "1h");
    assertThat(ran.exit()).isEqualTo(3);
    assertThat(ran.err()).contains("nothing that covers this");
    assertThat(
            shell
                .run(
                    "cap",
                    "delegate",
                    did,
                    "--cap",
                    "/dms",
                    "--duration",
                    "1h",
                    "--self-sign",
                    "only")
                .exit())
        .isZero();
    assertThat(
            shell
                .run(
                    "cap",
                    "delegate",
                    did,
                    "--cap",
                    "/dms",
                    "--duration",
                    "1h",
                    "--self-sign",
                    "maybe")
                .exit())
        .isEqualTo(1);
    assertThat(shell.run("cap", "delegate", did, "--cap", "/dms").err()).contains("until when");
  }

  @Test
  void aTokenMayComeFromStandardInputAndNonsenseIsRefused() {
    shell.haveKey("user");
    shell.run("cap", "new", "user");
    var did = shell.run("key", "did", "user").out().strip();
    shell.input = shell.run("cap", "grant", did, "--cap", "/dms", "--duration", "1h").out();
    assertThat(shell.run("cap", "anchor", "--require", "-").exit()).isZero();
    shell.input = "x".repeat(20_000);
    assertThat(shell.run("cap", "anchor", "--require", "-").err()).contains("too big");
    var nonsense = shell.run("cap", "anchor", "--require", "{\"tok\":[{\"dms\":{}}]}");
    assertThat(nonsense.exit()).isEqualTo(1);
    assertThat(nonsense.err()).doesNotContain("\tat ");
  }
}
