package atoll.ensemble;

/** A folder that outlives the workload (DMS §6.8). */
public sealed interface VolumeSpec {
  /** Absolute path inside the workload. */
  String mountDestination();

  boolean readOnly();

  /**
   * On the provider's disk: an absolute path that the provider must allow, or the name of a volume
   * of its own.
   */
  record Local(String source, String mountDestination, boolean readOnly) implements VolumeSpec {}
}
