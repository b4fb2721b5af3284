package atoll.jobs;

import java.util.Locale;
import java.util.Optional;

/** How far a job is. */
public enum JobStatus {
  RUNNING,
  SUCCESS,
  FAILED;

  /** As it is written on the wire. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<JobStatus> of(String wireName) {
    for (var status : values()) if (status.wireName().equals(wireName)) return Optional.of(status);
    return Optional.empty();
  }
}
