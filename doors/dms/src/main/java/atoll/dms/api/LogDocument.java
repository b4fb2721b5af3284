package atoll.dms.api;

import java.nio.charset.StandardCharsets;

/**
 * A part of an allocation's output.
 *
 * @param offset of its first byte
 * @param nextOffset of the byte that follows it
 * @param ended whether nothing follows
 */
public record LogDocument(long offset, long nextOffset, boolean ended, byte[] data) {
  /** For people; bytes that are no UTF-8 become replacement characters. */
  public String text() {
    return new String(data, StandardCharsets.UTF_8);
  }
}
