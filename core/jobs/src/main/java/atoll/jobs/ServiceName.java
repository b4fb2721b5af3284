package atoll.jobs;

/** Names a running service that jobs can be put to. */
public record ServiceName(String value) {
  public ServiceName {
    if (value.isEmpty()) throw new IllegalArgumentException("a service has no name");
  }

  @Override
  public String toString() {
    return value;
  }
}
