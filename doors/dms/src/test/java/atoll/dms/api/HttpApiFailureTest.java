package atoll.dms.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kernel.AtollException;
import atoll.kernel.DeploymentStatus;
import atoll.kernel.EnsembleId;
import atoll.kernel.ErrorCode;
import atoll.web.Bind;
import atoll.web.Limits;
import atoll.web.Method;
import atoll.web.Metrics;
import atoll.web.Problem;
import atoll.web.RefusedException;
import atoll.web.Request;
import atoll.web.Response;
import atoll.web.Route;
import atoll.web.WebServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a command sees when the node is away, another, or breaks off. */
@Timeout(60)
class HttpApiFailureTest {
  private static final EnsembleId ID = new EnsembleId("e1");
  private static final String EVENTS = "/v1/deployments/{id}/events";

  @Test
  void aNodeThatIsNotThereIsUnreachableAndWhatToDoIsSaid() throws Exception {
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    try (var api = api(free)) {
      assertThatThrownBy(api::deployments)
          .satisfies(e -> hasCode(e, ErrorCode.UNREACHABLE))
          .hasMessageContaining("atoll dev");
      assertThatThrownBy(() -> api.events(ID, 0, true, _ -> true))
          .satisfies(e -> hasCode(e, ErrorCode.UNREACHABLE));
    }
  }

  @Test
  void anotherProgramOnThePortIsNoNodeOfOurs() {
    var stranger =
        Route.of(
            Method.GET, "/v1/deployments", _ -> Response.text(403, "text/html", "<h1>no</h1>"));
    try (var server = serving(stranger)) {
      assertThatThrownBy(() -> api(server.port()).deployments())
          .satisfies(e -> hasCode(e, ErrorCode.UNREACHABLE))
          .hasMessageContaining("is not a node of ours");
    }
  }

  @Test
  void whatTheNodeRefusesKeepsItsCodeAndListsEveryProblem() {
    var refusing =
        Route.of(
            Method.GET,
            "/v1/providers",
            _ -> {
              throw new RefusedException(
                  new Problem(
                      422, ErrorCode.BAD_REQUEST, "2 problems", List.of("first", "second")));
            });
    try (var server = serving(refusing)) {
      assertThatThrownBy(() -> api(server.port()).providers())
          .satisfies(e -> hasCode(e, ErrorCode.BAD_REQUEST))
          .hasMessage("2 problems\n  first\n  second");
    }
  }

  @Test
  void theTokenIsNotTakenElsewhere() {
    var away =
        Route.of(
            Method.GET,
            "/v1/providers",
            _ -> Response.empty(307).withHeader("Location", "http://127.0.0.1:1/"));
    try (var server = serving(away)) {
      assertThatThrownBy(() -> api(server.port()).providers())
          .isInstanceOf(AtollException.class)
          .hasMessageContaining("status 307");
    }
  }

  @Test
  void aBrokenStreamIsTakenUpWhereItBroke() throws Exception {
    var asked = new ArrayList<String>();
    var breaking =
        Route.of(
            Method.GET,
            EVENTS,
            request -> {
              long after = request.number("after", 0);
              asked.add("after " + after);
              return Response.lines(outlet -> {
                outlet.line(event(after + 1));
                outlet.line("");
                if (after < 2) throw new IllegalStateException("cut off");
              });
            });
    try (var server = serving(breaking)) {
      var told = new ArrayList<Long>();
      assertThat(api(server.port()).events(ID, 0, true, e -> told.add(e.number()))).isTrue();
      assertThat(told).containsExactly(1L, 2L, 3L);
      assertThat(asked).containsExactly("after 0", "after 1", "after 2");
    }
  }

  @Test
  void aStreamThatNeverGetsAnywhereIsGivenUp() {
    var dead = Route.of(Method.GET, EVENTS, HttpApiFailureTest::nothing);
    try (var server = serving(dead)) {
      assertThatThrownBy(() -> api(server.port()).events(ID, 0, true, _ -> true))
          .satisfies(e -> hasCode(e, ErrorCode.UNREACHABLE));
    }
  }

  @Test
  void aPortThatSpeaksSomethingElseIsUnreachable() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(() -> {
            try (var peer = socket.accept()) {
              peer.getOutputStream().write("220 mail ready\r\n".getBytes(ISO_8859_1));
            } catch (java.io.IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          });
      assertThatThrownBy(() -> api(socket.getLocalPort()).node())
          .satisfies(e -> hasCode(e, ErrorCode.UNREACHABLE));
    }
  }

  private static Response nothing(Request request) {
    return Response.lines(_ -> {
      throw new IllegalStateException("nothing from " + request.path("id"));
    });
  }

  private static String event(long number) {
    return ApiJson.write(
        new EventDocument.StatusChanged(number, Instant.EPOCH, DeploymentStatus.RUNNING, ""));
  }

  private static void hasCode(Throwable e, ErrorCode code) {
    assertThat(e)
        .isInstanceOfSatisfying(AtollException.class, a -> assertThat(a.code()).isEqualTo(code));
  }

  private static WebServer serving(Route route) {
    return WebServer.listen(
        Bind.loopback(0), List.of(route), Limits.DEFAULT, new Metrics(), () -> 0);
  }

  private static HttpApi api(int port) {
    return new HttpApi(URI.create("http://127.0.0.1:" + port), "t".repeat(64));
  }
}
