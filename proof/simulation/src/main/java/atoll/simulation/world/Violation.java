package atoll.simulation.world;

import org.jspecify.annotations.Nullable;

/** A law of the house that did not hold. */
public final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String law;

  public Violation(String law, String how) {
    this(law, how, null);
  }

  public Violation(String law, String how, @Nullable Throwable cause) {
    super(how, cause);
    this.law = law;
  }

  /** The invariant, as a sentence. */
  public String law() {
    return law;
  }
}
