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

  /**
   * A service that notes in the volume {@code name} that it begins, and is brought up again however
   * often it ends.
   */
  static Ensemble countedService(String name) {
    return counted(
        name,
        "service",
        "while true; do /bin/busybox sleep 0.1; done",
        "supervisor: {strategy: OneForOne, allocations: [work], max_restarts: 1000}");
  }

  /** A task of half a second that ends with 3, and notes in the volume that it begins. */
  static Ensemble countedTask(String name) {
    return counted(name, "task", "/bin/busybox sleep 0.5; exit 3", "");
  }

  private static Ensemble counted(String name, String type, String script, String supervisor) {
    var volume = "volume: [{type: local, src: %s, mount_destination: /kept}]".formatted(name);
    return container(type, "echo begun >> /kept/starts; " + script, volume, supervisor);
  }

  private static Ensemble container(String type, String script) {
    return container(type, script, "", "");
  }

  private static Ensemble container(String type, String script, String volume, String supervisor) {
    return parse(
        """
        version: "V1"
        allocations:
          work:
            executor: docker
            type: %s
            resources: {cpu: {cores: 0.05}, ram: {size: 16 MiB}, disk: {size: 16 MiB}}
            execution: {type: docker, image: "atoll-example-web", entrypoint: ["/bin/busybox", "sh", "-c", "%s"]}
            %s
        nodes:
          n: {allocations: [work]}
        %s
        """
            .formatted(type, script, volume, supervisor));
  }

  static Ensemble parse(String text) {
    return switch (EnsembleParser.parse(
        "faults.yaml", text.getBytes(StandardCharsets.UTF_8), SourceFiles.none())) {
      case ParseResult.Parsed(var ensemble) -> ensemble;
      case ParseResult.Invalid invalid -> throw new AssertionError(invalid.toString());
    };
  }
}
