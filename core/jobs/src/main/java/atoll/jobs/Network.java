package atoll.jobs;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * A block of addresses, {@code 10.0.0.0/8} or a single one. Bits beyond the prefix do not matter;
 * no IPv4 address is in an IPv6 block.
 */
public final class Network {
  private final byte[] address;
  private final int prefix;

  private Network(byte[] address, int prefix) {
    this.address = address;
    this.prefix = prefix;
  }

  /**
   * @throws IllegalArgumentException if {@code text} is neither an address nor a block of them
   */
  public static Network parse(String text) {
    int slash = text.indexOf('/');
    var address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)).getAddress();
    int bits = address.length * 8;
    if (slash < 0) return new Network(address, bits);
    var length = text.substring(slash + 1);
    if (!length.matches("\\d{1,3}") || Integer.parseInt(length) > bits)
      throw new IllegalArgumentException("the prefix of " + text + " is not 0 to " + bits);
    return new Network(address, Integer.parseInt(length));
  }

  public boolean contains(InetAddress candidate) {
    var other = candidate.getAddress();
    if (other.length != address.length) return false;
    int whole = prefix / 8;
    if (!Arrays.equals(address, 0, whole, other, 0, whole)) return false;
    int rest = prefix % 8;
    return rest == 0 || (address[whole] ^ other[whole]) >> (8 - rest) == 0;
  }

  @Override
  public String toString() {
    try {
      return InetAddress.getByAddress(address).getHostAddress() + "/" + prefix;
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }
}
