package atoll.market;

/** The way from one provider to another, as an edge of an ensemble uses it. */
public record Link(ProviderId source, ProviderId target) implements Comparable<Link> {
  @Override
  public int compareTo(Link other) {
    int bySource = source.compareTo(other.source);
    return bySource != 0 ? bySource : target.compareTo(other.target);
  }

  @Override
  public String toString() {
    return source + " to " + target;
  }
}
