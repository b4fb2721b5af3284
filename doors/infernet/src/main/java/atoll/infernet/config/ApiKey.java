package atoll.infernet.config;

/**
 * What callers show to be answered, where the file has any; ours, the original asks for none. Never
 * printed.
 *
 * @param secret 16 to 256 visible characters of ASCII
 */
public record ApiKey(String secret) {
  private static final int SHORTEST = 16;
  private static final int LONGEST = 256;

  public ApiKey {
    if (secret.length() < SHORTEST)
      throw new IllegalArgumentException(
          "is shorter than " + SHORTEST + " characters; openssl rand -hex 32 makes one");
    if (secret.length() > LONGEST)
      throw new IllegalArgumentException("is longer than " + LONGEST + " characters");
    if (!secret.chars().allMatch(c -> c > ' ' && c < 0x7f))
      throw new IllegalArgumentException(
          "has a blank or a character in it that is not ASCII, which no header carries");
  }

  @Override
  public String toString() {
    return "***";
  }
}
