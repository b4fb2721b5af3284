package atoll.infernet;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.actor.VirtualThreadDispatcher;
import atoll.infernet.config.ConfigReader;
import atoll.infernet.containers.CallTimes;
import atoll.infernet.containers.ContainerCalls;
import atoll.infernet.containers.ContainerWorker;
import atoll.infernet.containers.ServiceAddresses;
import atoll.infernet.containers.ServiceResources;
import atoll.infernet.operations.Insight;
import atoll.infernet.operations.PendingJobs;
import atoll.infernet.operations.Statistics;
import atoll.jobs.JobBoard;
import atoll.jobs.JobDesk;
import atoll.jobs.JobLimits;
import atoll.journal.InMemoryJournal;
import atoll.kernel.Resources;
import atoll.web.Method;
import atoll.web.Metrics;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The document describes exactly what is served. */
class OpenApiTest {
  @Test
  void everyRouteIsDescribedAndNothingElse() {
    var described = new TreeSet<String>();
    if (document().get("paths") instanceof Map<?, ?> paths)
      paths.forEach((path, operations) -> {
        if (operations instanceof Map<?, ?> methods)
          methods
              .keySet()
              .forEach(
                  method -> described.add(method.toString().toUpperCase(Locale.ROOT) + " " + path));
      });
    var served = new TreeSet<String>();
    for (var route : door().routes())
      if (route.method() != Method.OPTIONS) served.add(route.method() + " " + route.path());
    assertThat(described).isEqualTo(served);
  }

  private static Map<?, ?> document() {
    return (Map<?, ?>)
        new Load(LoadSettings.builder().build()).loadFromString(InfernetDoor.openApi());
  }

  private static InfernetDoor door() {
    var config = ConfigReader.parse("config.json", "{}".getBytes(StandardCharsets.UTF_8));
    var addresses = new ServiceAddresses(List.of(), Map.of());
    try (var dispatcher = new VirtualThreadDispatcher("test");
        var calls = new ContainerCalls(dispatcher)) {
      var desk =
          JobDesk.open(
              new JobDesk.Parts(
                  new InMemoryJournal(),
                  InfernetDoor.admission(config),
                  new ContainerWorker(addresses, calls, new CallTimes(List.of())),
                  dispatcher,
                  InstantSource.system(),
                  new Random(1),
                  JobLimits.DEFAULT,
                  JobBoard.NONE));
      return new InfernetDoor(
          config,
          desk,
          new ServiceResources(addresses, calls, dispatcher),
          Set::of,
          Optional.empty(),
          new PendingJobs(desk, () -> 0),
          "",
          "0.1.0",
          1 << 20,
          InstantSource.system(),
          System::nanoTime,
          new Insight(
              new Metrics(),
              new Statistics(
                  config,
                  new Statistics.Identity("uid", Optional.empty(), "0.1.0"),
                  desk.tally(),
                  new PendingJobs(desk, () -> 0),
                  Resources.NONE,
                  () -> 0),
              List::of,
              Optional.empty(),
              _ -> List.of()));
    }
  }
}
