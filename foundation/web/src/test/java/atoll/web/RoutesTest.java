package atoll.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoutesTest {
  private final Routes routes =
      new Routes(
          List.of(
              route(Method.GET, "/jobs"),
              route(Method.POST, "/jobs"),
              route(Method.GET, "/jobs/latest"),
              route(Method.GET, "/jobs/{id}"),
              route(Method.DELETE, "/jobs/{job}"),
              route(Method.GET, "/jobs/{id}/logs/{stream}")));

  @Test
  void aPathAndAMethodNameOneRoute() {
    assertThat(found("POST", "/jobs").route().method()).isEqualTo(Method.POST);
    assertThat(found("GET", "/jobs/7/logs/out").parameters())
        .containsOnlyKeys("id", "stream")
        .containsEntry("id", "7")
        .containsEntry("stream", "out");
  }

  @Test
  void aPathWithoutParametersWinsOverOneWith() {
    assertThat(found("GET", "/jobs/latest").route().path()).isEqualTo("/jobs/latest");
    assertThat(found("GET", "/jobs/later").route().path()).isEqualTo("/jobs/{id}");
  }

  @Test
  void methodsOfOnePathMayNameItsParametersDifferently() {
    assertThat(found("DELETE", "/jobs/7").parameters()).containsEntry("job", "7");
    assertThat(found("DELETE", "/jobs/latest").parameters()).containsEntry("job", "latest");
  }

  @Test
  void headIsAnsweredAsGetIs() {
    assertThat(found("HEAD", "/jobs").route().method()).isEqualTo(Method.GET);
  }

  @Test
  void aParameterIsOneSegmentAndIsDecoded() {
    assertThat(found("GET", "/jobs/a%2Fb%20c").parameters()).containsEntry("id", "a/b c");
    assertThat(routes.match("GET", "/jobs/a/b")).isEqualTo(new Routes.Match.Nothing());
    assertThat(routes.match("GET", "/jobs//logs/out")).isEqualTo(new Routes.Match.Nothing());
  }

  @Test
  void aSlashAtTheEndDoesNotMatter() {
    assertThat(found("GET", "/jobs/").route().path()).isEqualTo("/jobs");
  }

  @Test
  void whatIsThereForOtherMethodsSaysForWhich() {
    assertThat(routes.match("PUT", "/jobs"))
        .isInstanceOfSatisfying(
            Routes.Match.OtherMethods.class,
            other -> assertThat(other.allowed()).containsExactly("GET", "HEAD", "POST"));
    assertThat(routes.match("BREW", "/jobs")).isInstanceOf(Routes.Match.OtherMethods.class);
    assertThat(routes.match("GET", "/")).isEqualTo(new Routes.Match.Nothing());
  }

  @Test
  void twoRoutesForTheSameAreAMistake() {
    var twice = List.of(route(Method.GET, "/a"), route(Method.GET, "/a"));
    assertThatThrownBy(() -> new Routes(twice))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("GET /a");
  }

  private Routes.Match.Found found(String method, String path) {
    return (Routes.Match.Found) routes.match(method, path);
  }

  private static Route route(Method method, String path) {
    return Route.of(method, path, _ -> Response.empty(204));
  }
}
