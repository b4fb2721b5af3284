package atoll.bench.parts;

import atoll.bench.Bench;
import atoll.bench.Effort;
import atoll.bench.Measurement;
import atoll.bench.Samples;
import atoll.bench.Scratch;
import atoll.bench.Stopwatch;
import atoll.ensemble.Ensemble;
import atoll.ensemble.SourceFiles;
import atoll.kernel.ExecutorKind;
import atoll.workload.docker.DockerExecutor;
import atoll.workload.docker.DockerHost;
import java.util.List;

/**
 * How much longer a container takes on the whole road, from the moment when its deployment was
 * accepted until its exit code is known, than {@code docker run --rm} of the same image. Each
 * sample is a pair, one after the other, in turns the one and the other first.
 */
public final class DockerOverheadBench implements Bench {
  private static final String ENSEMBLE =
      """
      version: "V1"
      allocations:
        nothing:
          executor: docker
          type: task
          resources: {cpu: {cores: 1}, ram: {size: 64 MiB}, disk: {size: 64 MiB}}
          execution: {type: docker, image: "%s"}
      nodes:
        n1: {allocations: [nothing]}
      """;

  @Override
  public List<Measurement> measure(Effort effort) throws Exception {
    try (var scratch = new Scratch();
        var image = new BenchImage();
        var provider =
            new OneProvider(
                scratch.root(),
                ExecutorKind.DOCKER,
                (id, alarm, clock) -> new DockerExecutor(DockerHost.USUAL, id, alarm, clock))) {
      var ensemble = OneProvider.ensemble(ENSEMBLE.formatted(image.name()), SourceFiles.none());
      provider.warmUp(effort.times(300, 0));
      for (int i = effort.times(3, 0); i > 0; i--) {
        acceptedToExitMillis(provider, ensemble);
        image.runMillis();
      }
      var road = new double[effort.times(40, 1)];
      var docker = new double[road.length];
      var overhead = new double[road.length];
      for (int i = 0; i < road.length; i++) {
        if (i % 2 == 0) road[i] = acceptedToExitMillis(provider, ensemble);
        docker[i] = image.runMillis();
        if (i % 2 == 1) road[i] = acceptedToExitMillis(provider, ensemble);
        overhead[i] = (road[i] / docker[i] - 1) * 100;
      }
      return List.of(
          Measurement.of("docker-overhead", Samples.of(overhead))
              .with("atoll_ms", Samples.of(road).median())
              .with("docker_run_ms", Samples.of(docker).median())
              .with("percent_of_medians", percent(Samples.of(road), Samples.of(docker))));
    }
  }

  private static double acceptedToExitMillis(OneProvider provider, Ensemble ensemble)
      throws InterruptedException {
    var id = provider.submit(ensemble);
    var watch = new Stopwatch();
    provider.awaitExit(id);
    long took = watch.elapsed();
    provider.awaitEnd(id);
    return took / 1e6;
  }

  private static double percent(Samples road, Samples docker) {
    return (road.median() / docker.median() - 1) * 100;
  }
}
