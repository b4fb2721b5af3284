package atoll.actor;

/** Something that was registered until this is closed; closing twice is harmless. */
@FunctionalInterface
public interface Registration extends AutoCloseable {
  @Override
  void close();
}
