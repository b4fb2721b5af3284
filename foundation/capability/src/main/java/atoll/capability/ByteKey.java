package atoll.capability;

import java.util.Arrays;

/**
 * Bytes as a key, compared whole. A digest alone would cost more than the cache it opens may; what
 * a hash collision costs is one comparison.
 */
record ByteKey(byte[] bytes) {
  @Override
  public boolean equals(Object other) {
    return other instanceof ByteKey(var others) && Arrays.equals(bytes, others);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
