package atoll.cli.deployment;

import static atoll.cli.ScriptedNode.deployment;
import static atoll.cli.ScriptedNode.failed;
import static atoll.cli.ScriptedNode.service;
import static atoll.cli.ScriptedNode.task;
import static org.assertj.core.api.Assertions.assertThat;

import atoll.cli.ScriptedNode;
import atoll.cli.Shell;
import atoll.dms.api.ActionAnswer;
import atoll.dms.api.EventDocument;
import atoll.dms.api.ExplanationDocument;
import atoll.dms.api.PlacementDocument;
import atoll.dms.api.PlanDocument;
import atoll.dms.api.PortDocument;
import atoll.dms.api.RefusalDocument;
import atoll.dms.api.ResourcesDocument;
import atoll.kernel.AllocationStatus;
import atoll.kernel.AtollException;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.ErrorCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentVerbsTest {
  static final String ENSEMBLE =
      """
      version: V1
      allocations:
        web:
          executor: null
          type: service
          resources: {cpu: {cores: 0.1}, ram: {size: 64MiB}, disk: {size: 1MiB}}
          execution: {type: null}
      nodes:
        web: {allocations: [web]}
      """;
  static final RefusalDocument IMPOSSIBLE =
      new RefusalDocument(
          true,
          "web asks for 900 cores",
          Optional.of("provider A has 1.8 cores"),
          Optional.of("ask for at most 1.8 cores"));

  private final ScriptedNode node = new ScriptedNode();
  private Shell shell;

  @BeforeEach
  void openShell(@TempDir Path folder) {
    shell = new Shell(folder, node);
    shell.file("web.yaml", ENSEMBLE);
  }

  @Test
  void deployReturnsOnceEverythingRuns() {
    node.having(
        deployment(
            "abcdef0123456789",
            DeploymentStatus.RUNNING,
            service("web.web", AllocationStatus.RUNNING, new PortDocument(16480, 80))));
    node.telling(
        status(1, DeploymentStatus.GENERATING),
        new EventDocument.NodePlaced(2, Shell.NOW, "web", ScriptedNode.PEER),
        status(3, DeploymentStatus.RUNNING),
        status(4, DeploymentStatus.FAILED));

    var ran = shell.run("deploy", "web.yaml", "-t", "90s");

    assertThat(ran.exit()).isZero();
    assertThat(node.patience).contains(Duration.ofSeconds(90));
    assertThat(ran.out()).contains("abcdef0123456789 is Running", "web.web", "16480->80");
    assertThat(ran.err())
        .contains(
            "node web goes to …provider", "curl http://127.0.0.1:16480/", "atoll logs -f web.web")
        .doesNotContain("Failed", "\u001b");
    assertThat(node.asked).endsWith("close");
  }

  @Test
  void deployOfWhatFitsNowhereExitsTwoWithTheOneChangeThatWouldPlaceIt() {
    node.having(
        failed("abc", ErrorCode.NOT_PLACED, "nothing can host it", Optional.of(IMPOSSIBLE)));
    node.telling(status(1, DeploymentStatus.FAILED));

    var ran = shell.run("deploy", "web.yaml");

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.out())
        .contains(
            "Cannot be placed: web asks for 900 cores",
            "Nearest miss: provider A has 1.8 cores",
            "What would place it: ask for at most 1.8 cores");
    assertThat(ran.err()).contains("atoll explain abc");
  }

  @Test
  void deployThatWaitedInVainExitsFive() {
    node.having(failed("abc", ErrorCode.TIMED_OUT, "no room came free", Optional.empty()));
    assertThat(shell.run("deploy", "web.yaml").exit()).isEqualTo(5);
  }

  @Test
  void waitingIsSaidOnceAndNotAtEveryRound() {
    node.having(failed("abc", ErrorCode.TIMED_OUT, "no room came free", Optional.empty()));
    for (int i = 1; i <= 5; i += 2)
      node.telling(
          new EventDocument.BidsCollected(i, Shell.NOW, 3, 3),
          new EventDocument.WaitingForRoom(i + 1, Shell.NOW, "all busy"));
    assertThat(shell.run("deploy", "web.yaml").err())
        .containsOnlyOnce("all busy")
        .containsOnlyOnce("bids: 3 asked");
  }

  @Test
  void deployDetachedPrintsTheIdAlone() {
    node.having(deployment("abc", DeploymentStatus.GENERATING));
    var ran = shell.run("deploy", "-d", "-f", "web.yaml");
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).isEqualTo("abc\n");
    assertThat(node.asked).doesNotContain("events after 0");
  }

  @Test
  void anInvalidFileIsToldWithEveryProblemAndSendsNothing() {
    shell.file(
        "bad.yaml", "version: V1\nallocations: {web: {executor: nope, type: service}}\nnodes: 7\n");
    var ran = shell.run("deploy", "bad.yaml");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err())
        .contains("bad.yaml:2:", "bad.yaml:3:", "problems")
        .doesNotContain("\tat ");
    assertThat(node.asked).isEmpty();
  }

  @Test
  void aMissingFileIsWrongUseAndItsNeighbourIsOffered() {
    var ran = shell.run("plan", "wbe.yaml");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("wbe.yaml does not exist", "Did you mean web.yaml?");
  }

  @Test
  void planShowsPlacementAndWhyNotElsewhere() {
    node.plan = Optional.of(fitting());
    var ran = shell.run("plan", "web.yaml");
    assertThat(ran.exit()).isZero();
    assertThat(ran.out())
        .contains(
            "It fits (3 providers asked, 2 answered)",
            "EU/DE",
            "0.1 cores, 64 MiB memory, 1 MiB disk",
            "0.0125 credits/h",
            "too_small",
            "has 0.05 cores free",
            "disk is not limited");
    assertThat(ran.err()).contains("atoll deploy web.yaml");
  }

  @Test
  void planThatDoesNotFitExitsTwo() {
    node.plan =
        Optional.of(
            new PlanDocument(
                false, 3, 3, List.of(), Optional.of(IMPOSSIBLE), List.of(), List.of()));
    var ran = shell.run("plan", "web.yaml");
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.out()).contains("It does not fit", "Nearest miss");
  }

  @Test
  void planInJsonIsTheNodesOwnDocument() {
    node.plan = Optional.of(fitting());
    var ran = shell.run("--json", "plan", "web.yaml");
    assertThat(ran.out())
        .startsWith("{\"fits\":true,\"asked\":3,\"answered\":2,\"placements\":[{\"node\":\"web\"")
        .hasLineCount(1);
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void psShowsWhatRunsAndWithAllWhatHasEnded() {
    node.having(
        deployment("newer", DeploymentStatus.RUNNING, service("web.web", AllocationStatus.RUNNING)),
        deployment("older", DeploymentStatus.COMPLETED, task("n.t", 3)));
    assertThat(shell.run("ps").out()).contains("newer", "2m").doesNotContain("older");
    assertThat(shell.run("ps", "-a").out()).contains("newer", "older", "failed (exit 3)");
    assertThat(shell.run("ps", "--json").out()).startsWith("[{\"id\":\"newer\"").hasLineCount(1);
  }

  @Test
  void psWithNothingSaysHowToBegin() {
    var ran = shell.run("ps");
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("atoll deploy");
  }

  @Test
  void aDeploymentIsFoundByTheBeginningOfItsId() {
    node.having(
        deployment("abc1", DeploymentStatus.RUNNING), deployment("abd2", DeploymentStatus.RUNNING));
    assertThat(shell.run("status", "abc").out()).contains("abc1 is Running");
    var several = shell.run("status", "ab");
    assertThat(several.exit()).isEqualTo(1);
    assertThat(several.err()).contains("abc1", "abd2", "Type more");
    var none = shell.run("status", "zz");
    assertThat(none.exit()).isEqualTo(1);
    assertThat(none.err()).contains("no deployment zz", "ps --all");
  }

  @Test
  void explainOfADeploymentAndOfAFile() {
    node.having(
        deployment("abc", DeploymentStatus.RUNNING, service("web.web", AllocationStatus.RUNNING)));
    node.explanations.add(
        new ExplanationDocument(
            "12D3KooWOtherOtherOther",
            "",
            List.of(new ExplanationDocument.Reason("too_far", "is in NA", true))));
    assertThat(shell.run("explain", "abc").out()).contains("too_far", "is in NA", "web.web");
    node.plan = Optional.of(fitting());
    assertThat(shell.run("explain", "web.yaml").out()).contains("too_small");
    assertThat(shell.run("explain", "-j", "abc").out()).startsWith("{\"id\":\"abc\"");
  }

  @Test
  void shutdownTellsHowItEnded() {
    node.having(deployment("abc", DeploymentStatus.COMPLETED));
    var ran = shell.run("shutdown", "ab");
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).isEqualTo("Deployment abc is Completed\n");
    assertThat(node.asked).contains("shutdown abc");
  }

  @Test
  void shutdownOfWhatHasEndedIsRefused() {
    node.having(deployment("abc", DeploymentStatus.COMPLETED));
    node.action = new ActionAnswer.WrongState(DeploymentStatus.COMPLETED);
    var ran = shell.run("shutdown", "abc");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("is Completed");
  }

  @Test
  void updateFollowsUntilItRunsAgain() {
    node.having(deployment("abc", DeploymentStatus.RUNNING));
    node.telling(status(4, DeploymentStatus.UPDATING), status(5, DeploymentStatus.RUNNING));
    var ran = shell.run("update", "abc", "web.yaml");
    assertThat(ran.exit()).isZero();
    assertThat(node.asked).contains("update abc", "events after 3");
    node.action = new ActionAnswer.Refused("allocation web cannot change its executor");
    assertThat(shell.run("update", "abc", "web.yaml").err()).contains("cannot change its executor");
  }

  @Test
  void aNodeThatDoesNotAnswerIsExitSixAndOneThatRefusesThree() {
    node.failure =
        Optional.of(
            new AtollException(ErrorCode.UNREACHABLE, "http://127.0.0.1:9999 does not answer"));
    var ran = shell.run("ps");
    assertThat(ran.exit()).isEqualTo(6);
    assertThat(ran.err()).contains("does not answer", "atoll dev");
    node.failure =
        Optional.of(new AtollException(ErrorCode.UNAUTHORISED, "the token is not this node's"));
    assertThat(shell.run("ps").exit()).isEqualTo(3);
  }

  @Test
  void aFailureInJsonIsADocumentToo() {
    node.failure = Optional.of(new AtollException(ErrorCode.UNREACHABLE, "no answer"));
    assertThat(shell.run("ps", "-j").out())
        .isEqualTo(
            "{\"error\":{\"code\":\"unreachable\",\"message\":\"no answer\",\"to_do\":\"Is it running? Start a network with: atoll dev\"},\"exit_code\":6}\n");
  }

  @Test
  void whatNobodyExpectedIsOneLineUnlessAskedForMore() {
    node.plan = Optional.empty(); // its accessor throws
    var ran = shell.run("plan", "web.yaml");
    assertThat(ran.exit()).isEqualTo(4);
    assertThat(ran.err())
        .contains("Something went wrong inside", "--debug")
        .doesNotContain("\tat ");
    assertThat(shell.run("plan", "web.yaml", "--debug").err()).contains("\tat ");
  }

  private static PlanDocument fitting() {
    return new PlanDocument(
        true,
        3,
        2,
        List.of(
            new PlacementDocument(
                "web",
                ScriptedNode.PEER,
                "EU/DE",
                List.of("web"),
                new ResourcesDocument(100, 64 << 20, 1 << 20, List.of()),
                OptionalLong.of(12_500))),
        Optional.empty(),
        List.of(
            new ExplanationDocument(
                "12D3KooWOtherOtherOther",
                "web",
                List.of(
                    new ExplanationDocument.Reason("too_small", "has 0.05 cores free", false)))),
        List.of("disk is not limited on this storage"));
  }

  static EventDocument status(long number, DeploymentStatus status) {
    return new EventDocument.StatusChanged(number, Shell.NOW, status, "");
  }

  static EventDocument changed(
      long number, String allocation, AllocationStatus status, OptionalInt exit) {
    return new EventDocument.AllocationChanged(number, Shell.NOW, allocation, status, exit, "");
  }
}
