package atoll.cli;

/** Which program this is. */
public final class Program {
  /** The version of this checkout, as its POM says. */
  public static final String VERSION = "0.1.0";

  private Program() {}
}
