package atoll.capability;

import java.util.List;

/**
 * The tokens of one message, read and held until the message was handled: its replies may chain on
 * them. Close it then.
 */
public final class Consumed implements AutoCloseable {
  private final List<TokenChain> chains;
  private final ByteKey bytes;
  private final boolean fromCache;
  private final Runnable release;

  Consumed(List<TokenChain> chains, ByteKey bytes, boolean fromCache, Runnable release) {
    this.chains = chains;
    this.bytes = bytes;
    this.fromCache = fromCache;
    this.release = release;
  }

  List<TokenChain> chains() {
    return chains;
  }

  ByteKey bytes() {
    return bytes;
  }

  boolean fromCache() {
    return fromCache;
  }

  /** Forgets what was held for replies; harmless when repeated. */
  @Override
  public void close() {
    release.run();
  }
}
