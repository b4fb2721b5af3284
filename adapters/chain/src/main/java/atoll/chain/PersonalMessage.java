package atoll.chain;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** What a wallet signs when a person is asked to sign a message (EIP-191, version 0x45). */
public final class PersonalMessage {
  private PersonalMessage() {}

  public static byte[] digest(byte[] message) {
    return Keccak.hash(
        ("\u0019Ethereum Signed Message:\n" + message.length).getBytes(US_ASCII), message);
  }
}
