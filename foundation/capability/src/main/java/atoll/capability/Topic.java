package atoll.capability;

/** What a broadcast is about: a path, with the same implication as capabilities (DMS §2.1). */
public record Topic(String path) {

  /**
   * @throws IllegalArgumentException unless {@code path} starts with a slash and is clean text
   */
  public Topic {
    Paths.check("topic", path);
  }

  /** Whether who may speak on this one may also speak on {@code other}. */
  public boolean implies(Topic other) {
    return Paths.implies(path, other.path);
  }

  @Override
  public String toString() {
    return path;
  }
}
