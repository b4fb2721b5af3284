package atoll.capability;

/**
 * What someone may do: a path under {@code /}, which is everything (DMS §2.1). Also the name of a
 * behaviour.
 */
public record Capability(String path) {
  public static final Capability ROOT = new Capability("/");

  /**
   * @throws IllegalArgumentException unless {@code path} starts with a slash and is clean text
   */
  public Capability {
    Paths.check("capability", path);
  }

  /** Whether who has this one also has {@code other}. */
  public boolean implies(Capability other) {
    return Paths.implies(path, other.path);
  }

  @Override
  public String toString() {
    return path;
  }
}
