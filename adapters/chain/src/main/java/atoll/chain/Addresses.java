package atoll.chain;

import com.esaulpaugh.headlong.abi.Address;
import java.math.BigInteger;
import java.util.Arrays;

/** Twenty-byte addresses, read leniently and written with the checksum of EIP-55. */
public final class Addresses {
  public static final Address ZERO = of(BigInteger.ZERO);

  private Addresses() {}

  /**
   * @param hex {@code 0x} and 40 digits; in one case, or with the right checksum
   * @throws IllegalArgumentException if it is anything else
   */
  public static Address parse(String hex) {
    var data = new Data(hex);
    if (data.length() != 20)
      throw new IllegalArgumentException("address has " + data.length() + " bytes, not 20");
    var digits = hex.substring(2);
    boolean oneCase =
        digits.equals(digits.toLowerCase(java.util.Locale.ROOT))
            || digits.equals(digits.toUpperCase(java.util.Locale.ROOT));
    return Address.wrap(oneCase ? Address.toChecksumAddress(data.hex()) : hex);
  }

  public static Address of(BigInteger value) {
    return Address.wrap(Address.toChecksumAddress(value));
  }

  /** The address of an uncompressed public key's 64 bytes. */
  static Address ofPublicKey(byte[] point) {
    return of(new BigInteger(1, Arrays.copyOfRange(Keccak.hash(point), 12, 32)));
  }

  /** The 20 bytes. */
  public static byte[] bytes(Address address) {
    return new Data(address.toString()).bytes();
  }

  /** Lower-case hex, as RPC services write and take it. */
  public static String wire(Address address) {
    return address.toString().toLowerCase(java.util.Locale.ROOT);
  }

  public static boolean isZero(Address address) {
    return address.value().signum() == 0;
  }
}
