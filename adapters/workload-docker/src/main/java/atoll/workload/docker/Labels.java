package atoll.workload.docker;

import atoll.kernel.AllocationId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a provider recognises its containers on an engine that others use too, and what it must know
 * to take up one that it started in an earlier life: the original's three labels (DMS §9.2) and
 * ours. The original's executor id is our provider's id, with what a container's name cannot hold
 * replaced.
 */
record Labels(String provider) {
  static final String PROVIDER = "atoll-provider";
  static final String ALLOCATION = "atoll-allocation";
  static final String DIRECTORY = "atoll-directory";
  static final String DEADLINE = "atoll-deadline";
  static final String RESTARTS = "atoll-restarts";
  static final String KEPT = "atoll-kept";
  static final String EXECUTION = "nunet-executionID";

  Labels {
    if (provider.isBlank())
      throw new IllegalArgumentException("a container executor needs its provider's id");
  }

  /** The execution id, which is also the name of a container that is given none. */
  String name(AllocationId allocation) {
    return executor() + "_" + allocation.value();
  }

  /**
   * @param kept whether the container outlives its runs
   */
  Map<String, String> of(
      AllocationId allocation,
      Path directory,
      Optional<Instant> deadline,
      boolean restarts,
      boolean kept) {
    var labels = new LinkedHashMap<String, String>();
    labels.put("nunet-executor", executor());
    labels.put("nunet-jobID", executor() + "_" + allocation.ensemble());
    labels.put(EXECUTION, name(allocation));
    labels.put(PROVIDER, provider);
    labels.put(ALLOCATION, allocation.value());
    labels.put(DIRECTORY, directory.toAbsolutePath().toString());
    deadline.ifPresent(at -> labels.put(DEADLINE, Long.toString(at.toEpochMilli())));
    if (restarts) labels.put(RESTARTS, "yes");
    if (kept) labels.put(KEPT, "yes");
    return labels;
  }

  /** What finds all containers of this provider. */
  Map<String, String> own() {
    return Map.of(PROVIDER, provider);
  }

  /** What finds the container of one allocation of this provider. */
  Map<String, String> own(AllocationId allocation) {
    return Map.of(PROVIDER, provider, EXECUTION, name(allocation));
  }

  static Optional<Path> directory(Map<String, String> labels) {
    return Optional.ofNullable(labels.get(DIRECTORY)).map(Path::of);
  }

  static Optional<Instant> deadline(Map<String, String> labels) {
    return Optional.ofNullable(labels.get(DEADLINE))
        .map(Long::parseLong)
        .map(Instant::ofEpochMilli);
  }

  static boolean restarts(Map<String, String> labels) {
    return labels.containsKey(RESTARTS);
  }

  static boolean kept(Map<String, String> labels) {
    return labels.containsKey(KEPT);
  }

  private String executor() {
    var safe = provider.replaceAll("[^A-Za-z0-9.-]", "-");
    return Character.isLetterOrDigit(safe.charAt(0)) ? safe : "p" + safe;
  }
}
