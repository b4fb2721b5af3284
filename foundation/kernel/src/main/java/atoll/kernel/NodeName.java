package atoll.kernel;

/** The name of a node in an ensemble file. */
public record NodeName(String value) implements Comparable<NodeName> {
  public NodeName {
    DnsLabel.require(value, "node name");
  }

  @Override
  public int compareTo(NodeName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
