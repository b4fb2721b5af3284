package atoll.kernel;

/** An amount of memory in bytes, zero or more. */
public record Memory(long bytes) implements Comparable<Memory> {
  public static final Memory ZERO = new Memory(0);

  public Memory {
    if (bytes < 0) throw new IllegalArgumentException("memory is negative: " + bytes + " bytes");
  }

  public static Memory ofMebibytes(long mebibytes) {
    return new Memory(Math.multiplyExact(mebibytes, 1L << 20));
  }

  public static Memory ofGibibytes(long gibibytes) {
    return new Memory(Math.multiplyExact(gibibytes, 1L << 30));
  }

  public Memory plus(Memory other) {
    return new Memory(Math.addExact(bytes, other.bytes));
  }

  /**
   * @throws IllegalArgumentException if {@code other} is larger
   */
  public Memory minus(Memory other) {
    return new Memory(bytes - other.bytes);
  }

  public boolean fitsIn(Memory room) {
    return bytes <= room.bytes;
  }

  @Override
  public int compareTo(Memory other) {
    return Long.compare(bytes, other.bytes);
  }

  /** For people: {@code 64 MiB}. */
  @Override
  public String toString() {
    return Bytes.forPeople(bytes);
  }
}
