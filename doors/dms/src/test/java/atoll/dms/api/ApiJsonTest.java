package atoll.dms.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kernel.AllocationStatus;
import atoll.kernel.AllocationType;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.EnsembleId;
import atoll.kernel.ErrorCode;
import atoll.kernel.ExecutorKind;
import atoll.kernel.json.MalformedJsonException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ApiJsonTest {
  private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

  private static final DeploymentDocument DEPLOYMENT =
      new DeploymentDocument(
          new EnsembleId("e1"),
          DeploymentStatus.SHUTTING_DOWN,
          NOON,
          NOON.plusMillis(5),
          Optional.empty(),
          Map.of("team", "ein \"Wort\" <&>"),
          List.of(
              new AllocationDocument(
                  "web.web",
                  "e1_web.web",
                  AllocationType.SERVICE,
                  ExecutorKind.DOCKER,
                  AllocationStatus.RUNNING,
                  Optional.of("12D3KooWA"),
                  List.of(new PortDocument(16480, 80)),
                  Optional.of(NOON),
                  OptionalInt.of(3),
                  Optional.empty(),
                  Optional.of(true))),
          Optional.of(new FailureDocument(ErrorCode.NOT_PLACED, "no room")),
          Optional.of(new RefusalDocument(true, "too big", Optional.of("A"), Optional.empty())),
          7);

  @Test
  void everyMemberIsWrittenInSnakeCaseAndWhatIsAbsentIsLeftOut() {
    assertThat(ApiJson.write(DEPLOYMENT))
        .startsWith(
            "{\"id\":\"e1\",\"status\":\"shutting_down\",\"created_at\":\"2030-01-01T12:00:00Z\"")
        .contains(
            "\"exit_code\":3",
            "\"public_port\":16480",
            "\"code\":\"not_placed\"",
            "\"last_event\":7")
        .doesNotContain("completed_at", "reason", "null");
  }

  @Test
  void whatIsWrittenReadsBackTheSame() {
    assertThat(ApiJson.read(bytes(ApiJson.write(DEPLOYMENT)), DeploymentDocument.class))
        .isEqualTo(DEPLOYMENT);
    assertThat(
            ApiJson.readList(
                bytes(ApiJson.writeList(List.of(DEPLOYMENT, DEPLOYMENT))),
                DeploymentDocument.class))
        .containsExactly(DEPLOYMENT, DEPLOYMENT);
  }

  @Test
  void eachCaseOfAnEventHasItsNameAsType() {
    var event =
        new EventDocument.AllocationChanged(
            4, NOON, "n.a", AllocationStatus.COMPLETED, OptionalInt.of(0), "exit 0");
    assertThat(ApiJson.write(event)).startsWith("{\"type\":\"allocation_changed\",\"number\":4,");
    assertThat(ApiJson.read(bytes(ApiJson.write(event)), EventDocument.class)).isEqualTo(event);
  }

  @Test
  void bytesTravelAsBase64() {
    var chunk = new LogDocument(5, 7, true, new byte[] {(byte) 0xff, 0});
    var read = ApiJson.read(bytes(ApiJson.write(chunk)), LogDocument.class);
    assertThat(read.data()).containsExactly(0xff, 0);
    assertThat(read.ended()).isTrue();
  }

  @Test
  void anOlderClientReadsWhatANewerNodeAdds() {
    var read =
        ApiJson.read(
            bytes("{\"did\":\"d\",\"peer\":\"p\",\"version\":\"v\",\"new\":[{}]}"),
            NodeDocument.class);
    assertThat(read).isEqualTo(new NodeDocument("d", "p", "v"));
  }

  @Test
  void whatIsMissingOrOfTheWrongKindIsNamed() {
    refuses("{\"did\":\"d\",\"peer\":\"p\"}", NodeDocument.class, "version is missing");
    refuses(
        "{\"did\":1,\"peer\":\"p\",\"version\":\"\"}", NodeDocument.class, "did is not a string");
    refuses("[]", NodeDocument.class, "not an object");
    refuses("{\"type\":\"surprise\"}", EventDocument.class, "surprise");
    refuses(
        "{\"public_port\":1.5,\"private_port\":2}",
        PortDocument.class,
        "public_port is not a whole number");
    refuses("{\"public_port\":99999999999,\"private_port\":2}", PortDocument.class, "public_port");
    refuses(
        "{\"offset\":0,\"next_offset\":0,\"ended\":true,\"data\":\"%\"}",
        LogDocument.class, "data is not base64");
    refuses(
        "{\"code\":\"oops\",\"message\":\"\"}",
        FailureDocument.class,
        "code is not known here: oops");
  }

  private static void refuses(String json, Class<?> type, String message) {
    assertThatThrownBy(() -> ApiJson.read(bytes(json), type))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining(message);
  }

  private static byte[] bytes(String json) {
    return json.getBytes(UTF_8);
  }
}
