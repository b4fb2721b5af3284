package atoll.kernel;

/** The name of an allocation in an ensemble file, without its node. */
public record AllocationName(String value) implements Comparable<AllocationName> {
  public AllocationName {
    DnsLabel.require(value, "allocation name");
  }

  @Override
  public int compareTo(AllocationName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
