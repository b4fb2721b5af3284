package atoll.settlement;

/** Somebody who pays or is paid, by a name that stays: 1 to 200 visible characters. */
public record Account(String name) {
  private static final int LONGEST = 200;

  public Account {
    if (!isName(name))
      throw new IllegalArgumentException("an account's name has 1 to 200 visible characters");
  }

  static boolean isName(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST
        && text.chars().allMatch(c -> c > ' ' && c < 127);
  }

  @Override
  public String toString() {
    return name;
  }
}
