package atoll.market;

/** Names a provider: the text of its peer id, which the market only compares. */
public record ProviderId(String value) implements Comparable<ProviderId> {
  public ProviderId {
    if (value.isBlank() || value.length() > 128)
      throw new IllegalArgumentException("a provider id has 1 to 128 characters");
  }

  @Override
  public int compareTo(ProviderId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
