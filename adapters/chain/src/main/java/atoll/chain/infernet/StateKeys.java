package atoll.chain.infernet;

import atoll.chain.Addresses;
import atoll.chain.Keccak;
import atoll.chain.Word;
import com.esaulpaugh.headlong.abi.Address;
import java.nio.ByteBuffer;

/** Under which keys the coordinator keeps what it knows (§4.4). */
public final class StateKeys {
  private StateKeys() {}

  /** Whether a node answered an interval; also where its proof's request is. */
  public static Word answer(long subscription, long interval, Address node) {
    return Word.of(Keccak.hash(number(subscription), number(interval), address(node)));
  }

  /** How many nodes answered an interval. */
  public static Word interval(long subscription, long interval) {
    return Word.of(Keccak.hash(number(subscription), number(interval)));
  }

  /** Which subscription a signed one became. */
  public static Word delegated(Address owner, long nonce) {
    return Word.of(Keccak.hash(address(owner), number(nonce)));
  }

  private static byte[] number(long value) {
    return ByteBuffer.allocate(32).putLong(24, value).array();
  }

  private static byte[] address(Address address) {
    return ByteBuffer.allocate(32).put(12, Addresses.bytes(address)).array();
  }
}
