package atoll.acceptance.faults;

import atoll.acceptance.terminal.Shell;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** What the Docker engine of this machine itself says of a network's containers. */
record Engine(Shell shell, Instant since) {

  static Engine from(Shell shell) {
    return new Engine(shell, Instant.now());
  }

  /** How often each container of a deployment was started, by name. */
  Map<String, Integer> starts(String deployment) {
    var events =
        shell
            .type(
                "docker events --since %d --until %d --filter type=container --filter event=start --format '{{.Actor.Attributes.name}}'"
                    .formatted(since.getEpochSecond() - 1, Instant.now().getEpochSecond() + 1))
            .exits(0);
    var starts = new TreeMap<String, Integer>();
    for (var name : events.lines())
      if (name.contains(deployment)) starts.merge(name, 1, Integer::sum);
    return starts;
  }

  /** The process of the only container of a deployment, and since when it runs. */
  String identity(String deployment) {
    return shell
        .type(
            "docker inspect --format '{{.Id}} {{.State.Pid}} {{.State.StartedAt}}' $(docker ps -q --filter name=%s)"
                .formatted(deployment))
        .exits(0)
        .out()
        .strip();
  }
}
