package atoll.workload.docker;

import atoll.workload.OutputFiles;
import atoll.workload.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Containers that have a workload's name before it is started. One that this provider did not make
 * is used as it is, whatever the workload says: started if it does not run, and never removed
 * (Infernet §3.3). Another provider may have made it, since one that was made anew where nothing
 * was kept cannot know what it was called before.
 */
record NamesakeContainers(Engine engine) {
  private static final Logger LOG = LoggerFactory.getLogger(NamesakeContainers.class);

  /**
   * Empty if the workload's name is free, or it has none; else the container of that name, running.
   */
  Optional<DockerRun> take(Workload workload) throws IOException {
    var container = find(workload);
    if (container.isEmpty() || isLeftOver(container.get())) return Optional.empty();
    tell(workload, container.get());
    var folder = new ContainerFolder(workload.directory());
    folder.delete(); // of an earlier run of it
    var output = OutputFiles.open(workload.directory(), OutputFiles.DEFAULT_LIMIT_BYTES);
    try {
      if (!container.get().alive()) engine.start(container.get().id());
    } catch (EngineException e) {
      output.close();
      throw e;
    }
    var run =
        new DockerRun(
            engine,
            workload.allocation(),
            container.get().id(),
            folder,
            output,
            Optional.empty(),
            true);
    run.follow(null, true, Optional.empty());
    return Optional.of(run);
  }

  /** The engine takes the beginning of an id for a name, too. */
  private Optional<Container> find(Workload workload) {
    return workload
        .name()
        .flatMap(name ->
            engine.inspect(name.value()).filter(found -> found.name().equals(name.value())));
  }

  /**
   * One that another provider made and that has ended is removed: nobody else would take it up, and
   * made anew it is as the configuration says now.
   */
  private boolean isLeftOver(Container container) {
    if (container.labels().get(Labels.PROVIDER) == null || container.alive()) return false;
    LOG.warn("Container {} was left by another node and is made anew", container.name());
    engine.remove(container.id());
    return true;
  }

  private static void tell(Workload workload, Container container) {
    LOG.warn(
        "Container {} was here before and is used as it is, also where the configuration says"
            + " otherwise; docker rm -f {} lets a new one be made",
        container.name(),
        container.name());
    var provider = container.labels().get(Labels.PROVIDER);
    if (provider != null)
      LOG.warn(
          "Container {} was made by the node {}, with its files in {}; if that node lives, the two"
              + " share the container",
          container.name(),
          provider,
          Labels.directory(container.labels()).map(Path::toString).orElse("no folder"));
    otherPorts(workload, container).forEach(LOG::warn);
  }

  /** A sentence for each port that is asked for and is not where it is expected. */
  static List<String> otherPorts(Workload workload, Container container) {
    var told = new ArrayList<String>();
    for (var port : workload.ports()) {
      var published = container.published().get(port.workloadPort());
      if (published == null)
        told.add(
            "Container %s does not publish its port %d, which is expected on port %d of this machine"
                .formatted(container.name(), port.workloadPort(), port.hostPort()));
      else if (published != port.hostPort())
        told.add(
            "Container %s serves on port %d of this machine, and is expected on port %d"
                .formatted(container.name(), published, port.hostPort()));
    }
    return told;
  }
}
