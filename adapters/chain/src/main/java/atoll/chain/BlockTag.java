package atoll.chain;

/** At which block a question is asked. */
public sealed interface BlockTag {
  BlockTag LATEST = new Named("latest");
  BlockTag PENDING = new Named("pending");

  String wire();

  record Named(String wire) implements BlockTag {}

  record At(long number) implements BlockTag {
    @Override
    public String wire() {
      return "0x" + Long.toHexString(number);
    }
  }
}
