package atoll.kernel;

/** An amount of disk space in bytes, zero or more. */
public record Disk(long bytes) implements Comparable<Disk> {
  public static final Disk ZERO = new Disk(0);

  public Disk {
    if (bytes < 0) throw new IllegalArgumentException("disk is negative: " + bytes + " bytes");
  }

  public static Disk ofMebibytes(long mebibytes) {
    return new Disk(Math.multiplyExact(mebibytes, 1L << 20));
  }

  public static Disk ofGibibytes(long gibibytes) {
    return new Disk(Math.multiplyExact(gibibytes, 1L << 30));
  }

  public Disk plus(Disk other) {
    return new Disk(Math.addExact(bytes, other.bytes));
  }

  /**
   * @throws IllegalArgumentException if {@code other} is larger
   */
  public Disk minus(Disk other) {
    return new Disk(bytes - other.bytes);
  }

  public boolean fitsIn(Disk room) {
    return bytes <= room.bytes;
  }

  @Override
  public int compareTo(Disk other) {
    return Long.compare(bytes, other.bytes);
  }

  /** For people: {@code 64 MiB}. */
  @Override
  public String toString() {
    return Bytes.forPeople(bytes);
  }
}
