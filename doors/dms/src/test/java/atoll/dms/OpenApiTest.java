package atoll.dms;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.dms.api.DeploymentDocument;
import atoll.dms.api.DeploymentsDocument;
import atoll.dms.api.EventDocument;
import atoll.dms.api.ExplanationsDocument;
import atoll.dms.api.HostedAllocationsDocument;
import atoll.dms.api.LogLine;
import atoll.dms.api.NodeDocument;
import atoll.dms.api.PlanDocument;
import atoll.dms.api.ProvidersDocument;
import atoll.dms.api.SubmittedDocument;
import atoll.dms.api.UpdatePlanDocument;
import atoll.web.Bind;
import atoll.web.Limits;
import atoll.web.Metrics;
import atoll.web.Probes;
import atoll.web.Route;
import atoll.web.WebServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The description says what is served, no less and no more. */
class OpenApiTest {
  private static final Set<String> METHODS = Set.of("get", "post", "put", "delete");

  @TempDir private Path folder;
  private final Map<String, Object> description = load(DmsDoor.openApi());

  @Test
  void everyServedRouteIsDescribedAndEveryDescribedOneServed() throws Exception {
    var served = new TreeSet<String>();
    for (var route : routes())
      served.add(route.method().name().toLowerCase(Locale.ROOT) + " " + route.path());
    var described = new TreeSet<String>();
    map(description, "paths")
        .forEach((path, item) ->
            map(item).keySet().stream()
                .filter(METHODS::contains)
                .forEach(method -> described.add(method + " " + path)));
    assertThat(described).isEqualTo(served);
  }

  @Test
  void everyDocumentIsDescribedAsItIsWritten() {
    var described = new HashMap<>(map(map(description, "components"), "schemas"));
    described.remove("Problem");
    var written =
        Schemas.of(
            NodeDocument.class,
            PlanDocument.class,
            UpdatePlanDocument.class,
            DeploymentsDocument.class,
            DeploymentDocument.class,
            SubmittedDocument.class,
            ExplanationsDocument.class,
            EventDocument.class,
            LogLine.class,
            ProvidersDocument.class,
            HostedAllocationsDocument.class);
    assertThat(described.keySet()).isEqualTo(written.keySet());
    written.forEach((name, schema) -> assertThat(described.get(name)).as(name).isEqualTo(schema));
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    var references = new ArrayList<String>();
    collect(description, references);
    assertThat(references)
        .isNotEmpty()
        .allSatisfy(reference -> {
          Object at = description;
          for (var step : reference.substring(2).split("/", -1)) at = map(at).get(step);
          assertThat(at).as(reference).isNotNull();
        });
  }

  @Test
  void onlyRoutesOfTheOperatorNeedTheToken() {
    map(description, "paths")
        .forEach((path, item) ->
            map(item)
                .forEach((method, operation) -> {
                  if (METHODS.contains(method))
                    assertThat(map(operation).containsKey("security"))
                        .as(path)
                        .isNotEqualTo(path.startsWith("/v1/"));
                }));
  }

  @Test
  void theDescriptionIsServedWithoutAToken() throws Exception {
    try (var server =
        WebServer.listen(Bind.loopback(0), routes(), Limits.DEFAULT, new Metrics(), () -> 0)) {
      var uri = URI.create("http://127.0.0.1:" + server.port() + "/openapi.yaml");
      var answer =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).startsWith("openapi: 3.1.0");
    }
  }

  private List<Route> routes() throws Exception {
    try (var nodes = new InMemoryNodes(1)) {
      var routes =
          new ArrayList<>(
              DmsDoor.v1(
                  Fixture.token(folder),
                  Fixture.NODE,
                  Fixture.deployments(),
                  Fixture.LENDING,
                  new Random(1)));
      routes.addAll(DmsDoor.actor(nodes.node().actor(), nodes.clock));
      routes.addAll(Probes.routes(List::of, new Metrics()));
      routes.add(DmsDoor.description());
      return routes;
    }
  }

  private static void collect(Object at, List<String> references) {
    switch (at) {
      case Map<?, ?> members ->
          members.forEach((name, member) -> {
            if (name.equals("$ref")) references.add((String) member);
            collect(member, references);
          });
      case List<?> items -> items.forEach(item -> collect(item, references));
      default -> {}
    }
  }

  private static Map<String, Object> load(String yaml) {
    return map(new Load(LoadSettings.builder().build()).loadFromString(yaml));
  }

  private static Map<String, Object> map(Object of, String member) {
    return map(map(of).get(member));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object of) {
    return (Map<String, Object>) of;
  }
}
