package atoll.journal;

/** How a type is written in an entry. What {@link #decode} is given, {@link #encode} made. */
public interface Codec<T> {
  byte[] encode(T value);

  /**
   * @throws RuntimeException if the bytes make no sense; {@link Repository} says where they lie
   */
  T decode(byte[] bytes);
}
