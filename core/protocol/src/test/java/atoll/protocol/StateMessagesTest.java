package atoll.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.actor.Handle;
import atoll.kernel.AllocationId;
import atoll.kernel.AllocationStatus;
import atoll.kernel.EnsembleId;
import atoll.kernel.LeaseId;
import atoll.kernel.json.MalformedJsonException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateMessagesTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final EnsembleId ENSEMBLE = new EnsembleId("e1");
  private static final Handle PROVIDER =
      Handle.parse("12D3KooWDwTirQce1RRKnasT5fPVFgzXCy6SiRgSwrwPGLC7zE91");

  private final StateRequest request =
      new StateRequest(
          ENSEMBLE,
          4,
          NOW,
          new TreeMap<>(
              Map.of(
                  "n1.web", new StateRequest.Wanted(new LeaseId("web#3"), 2),
                  "n1.db", new StateRequest.Wanted(new LeaseId("db#3"), 0))));

  private final StateReport report =
      new StateReport(
          true,
          "",
          4,
          true,
          new TreeMap<>(
              Map.of(
                  "n1.web",
                  new StateReport.Reported(
                      new LeaseId("web#3"),
                      2,
                      AllocationStatus.RUNNING,
                      Optional.of(NOW),
                      OptionalInt.empty(),
                      "",
                      PROVIDER,
                      Map.of(16480, 80)),
                  "n1.db",
                  new StateReport.Reported(
                      new LeaseId("db#3"),
                      1,
                      AllocationStatus.FAILED,
                      Optional.empty(),
                      OptionalInt.of(3),
                      "exit code 3",
                      Handle.NONE,
                      Map.of()))));

  @Test
  void whatIsToBeAndWhatIsAreReadAsTheyWereWritten() {
    assertThat(StateRequest.parse(request.toJson())).isEqualTo(request);
    assertThat(StateReport.parse(report.toJson())).isEqualTo(report);
    var refused = StateReport.refused(Epochs.refusal(3, 4), 4);
    assertThat(StateReport.parse(refused.toJson())).isEqualTo(refused);
    assertThat(refused.error()).isEqualTo("an older epoch (3) than 4");
  }

  @Test
  void commandsCarryTheirEpochAndTheirRun() {
    var start = new StartRequest(4, 2);
    assertThat(StartRequest.parse(start.toJson())).isEqualTo(start);
    var shutdown =
        new ShutdownRequest(AllocationId.parse("e1_n1.web"), Optional.of(new LeaseId("web#3")), 4);
    assertThat(ShutdownRequest.parse(shutdown.toJson())).isEqualTo(shutdown);
    var ended =
        new TaskTermination(
            AllocationId.parse("e1_n1.web"),
            AllocationStatus.FAILED,
            3,
            false,
            "exit code 3",
            Optional.of(new LeaseId("web#3")),
            OptionalLong.of(2));
    assertThat(TaskTermination.parse(ended.toJson())).isEqualTo(ended);
  }

  @Test
  void aV05PeerSaysNeitherEpochNorRun() {
    assertThat(StartRequest.parse(new byte[0])).isEqualTo(new StartRequest());
    assertThat(StartRequest.parse("null".getBytes(UTF_8))).isEqualTo(new StartRequest());
    assertThat(new String(new StartRequest().toJson(), UTF_8))
        .isEqualTo("{\"SubnetIP\":\"\",\"GatewayIP\":\"\",\"PortMapping\":{}}");
    assertThat(
            new String(
                new ShutdownRequest(AllocationId.parse("e1_n1.web"), Optional.empty()).toJson(),
                UTF_8))
        .isEqualTo("{\"AllocationID\":\"e1_n1.web\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"EnsembleID\":\"e1\",\"Epoch\":-1,\"Until\":0}",
        "{\"EnsembleID\":\"e1\",\"Epoch\":1}",
        "{\"EnsembleID\":\"e1\",\"Epoch\":1,\"Until\":0,\"Allocations\":{\"n1.web\":{\"Run\":1}}}",
        "{\"EnsembleID\":\"e1\",\"Epoch\":1,\"Until\":0,\"Allocations\":{\"n1.web\":{\"LeaseID\":\"l\",\"Run\":-1}}}"
      })
  void aRequestThatMakesNoSenseIsMalformed(String json) {
    assertThatThrownBy(() -> StateRequest.parse(json.getBytes(UTF_8)))
        .isInstanceOf(MalformedJsonException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void changedBytesAreReadOrMalformedAndNothingElse(long seed) {
    var random = new Random(seed);
    for (int round = 0; round < 400; round++) {
      MessagesTest.tryReading(random, request.toJson(), StateRequest::parse);
      MessagesTest.tryReading(random, report.toJson(), StateReport::parse);
      MessagesTest.tryReading(random, new StartRequest(4, 2).toJson(), StartRequest::parse);
    }
  }
}
