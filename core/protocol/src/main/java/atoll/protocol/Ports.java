package atoll.protocol;

import atoll.kernel.json.MalformedJsonException;

/** Port numbers as they come from outside. */
final class Ports {
  private Ports() {}

  static int require(int port) {
    if (port < 1 || port > 65535)
      throw new MalformedJsonException("port is not a whole number from 1 to 65535");
    return port;
  }

  static int requireCount(long count) {
    if (count < 0 || count > 65535)
      throw new MalformedJsonException("number of dynamic ports is not from 0 to 65535");
    return (int) count;
  }
}
