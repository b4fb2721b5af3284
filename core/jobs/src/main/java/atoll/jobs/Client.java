package atoll.jobs;

/**
 * Whose jobs they are; nobody else sees them. At a door without accounts it is the address that a
 * request came from.
 */
public record Client(String name) {
  public Client {
    if (name.isEmpty() || name.length() > 128)
      throw new IllegalArgumentException("a client's name has 1 to 128 characters");
    if (name.chars().anyMatch(c -> c == '/' || Character.isISOControl(c)))
      throw new IllegalArgumentException("a client's name has neither / nor control characters");
  }

  @Override
  public String toString() {
    return name;
  }
}
