package atoll.node;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/**
 * The operating system's randomness, opened when it is first needed: most commands need none, and
 * opening it costs a tenth of their start.
 */
final class SecureChance implements RandomGenerator {
  /** Loaded, and so made, at first use. */
  private static final class Opened {
    static final SecureRandom SOURCE = new SecureRandom();
  }

  @Override
  public long nextLong() {
    return Opened.SOURCE.nextLong();
  }

  @Override
  public void nextBytes(byte[] bytes) {
    Opened.SOURCE.nextBytes(bytes);
  }
}
