package atoll.acceptance.faults;

import atoll.ensemble.Ensemble;
import atoll.ensemble.EnsembleParser;
import atoll.ensemble.ParseResult;
import atoll.ensemble.SourceFiles;
import java.nio.charset.StandardCharsets;

/** Small ensembles of the image that {@code examples/web/build-image} makes. */
final class Ensembles {
  private Ensembles() {}

  /** A service that writes 1, 2, 3 and so on, ten lines a second. */
  static Ensemble counter() {
    return container(
        "service", "i=0; while true; do i=$((i+1)); echo $i; /bin/busybox sleep 0.1; done");
  }

  /** A task of half a second that ends with 3. */
  static Ensemble shortTask() {
    return container("task", "echo begun; /bin/busybox sleep 0.5; exit 3");
  }

  private static Ensemble container(String type, String script) {
    return parse(
        """
        version: "V1"
        allocations:
          work:
            executor: docker
            type: %s
            resources: {cpu: {cores: 0.05}, ram: {size: 16 MiB}, disk: {size: 16 MiB}}
            execution: {type: docker, image: "atoll-example-web", entrypoint: ["/bin/busybox", "sh", "-c", "%s"]}
        nodes:
          n: {allocations: [work]}
        """
            .formatted(type, script));
  }

  static Ensemble parse(String text) {
    return switch (EnsembleParser.parse(
        "faults.yaml", text.getBytes(StandardCharsets.UTF_8), SourceFiles.none())) {
      case ParseResult.Parsed(var ensemble) -> ensemble;
      case ParseResult.Invalid invalid -> throw new AssertionError(invalid.toString());
    };
  }
}
