package atoll.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** What a hardware wallet really signs: the personal message wrapping (EIP-191, DMS §1.4). */
final class EthereumMessage {
  private EthereumMessage() {}

  static byte[] digest(byte[] data) {
    return Secp256k1.keccak256(
        ("\u0019Ethereum Signed Message:\n" + data.length).getBytes(US_ASCII), data);
  }
}
