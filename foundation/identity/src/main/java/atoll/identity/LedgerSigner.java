package atoll.identity;

import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import atoll.kernel.json.Fields;
import atoll.kernel.json.MalformedJsonException;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.OptionalInt;

/**
 * A key in a hardware wallet, reached through the external program {@code ledger-cli} (DMS §1.4).
 * The key never leaves the wallet; every signature blocks until a person agrees on the device.
 */
public final class LedgerSigner implements Signer {
  private static final String CONTEXT = "ledger";

  private final LedgerProgram program;
  private final int account;
  private final Anchor anchor;

  private LedgerSigner(LedgerProgram program, int account, PublicKey key) {
    this.program = program;
    this.account = account;
    this.anchor = Anchor.of(key);
  }

  /**
   * Asks the wallet for the account's public key.
   *
   * @param searchPath folders to look for the program in, as in {@code PATH}
   * @throws AtollException if the program is missing, fails, or answers nonsense
   */
  public static LedgerSigner connect(String searchPath, int account) {
    var program = LedgerProgram.find(searchPath);
    var text = program.run("key", account).text("key");
    try {
      var raw = HexFormat.of().parseHex(withoutPrefix(text));
      return new LedgerSigner(
          program, account, PublicKey.of(KeyType.ETH, Secp256k1.compressed(raw)));
    } catch (IllegalArgumentException e) {
      throw new AtollException(
          ErrorCode.KEYSTORE_REFUSED, "the hardware wallet's public key makes no sense", e);
    }
  }

  /**
   * The account that a context name selects: {@code ledger} and {@code ledger:<name>} the first,
   * {@code ledger:<number>} another; empty for a context whose key is in the keystore.
   */
  public static OptionalInt accountOf(String context) {
    if (context.equals(CONTEXT)) return OptionalInt.of(0);
    if (!context.startsWith(CONTEXT + ":")) return OptionalInt.empty();
    var rest = context.substring(CONTEXT.length() + 1);
    return OptionalInt.of(rest.matches("[0-9]{1,6}") ? Integer.parseInt(rest) : 0);
  }

  @Override
  public Did did() {
    return anchor.did();
  }

  @Override
  public Anchor anchor() {
    return anchor;
  }

  @Override
  public byte[] sign(byte[] data) {
    var answer = program.run("sign", account, HexFormat.of().formatHex(data)).object("ecdsa");
    byte[] signature;
    try {
      signature = Secp256k1.der(number(answer, "r"), number(answer, "s"));
    } catch (IllegalArgumentException e) {
      throw new AtollException(
          ErrorCode.KEYSTORE_REFUSED, "the hardware wallet's signature makes no sense", e);
    }
    if (!anchor.verify(data, signature))
      throw new AtollException(
          ErrorCode.KEYSTORE_REFUSED,
          "the hardware wallet signed with another key than account " + account + " has");
    return signature;
  }

  private static BigInteger number(Fields fields, String name) {
    var hex = withoutPrefix(fields.text(name));
    if (!hex.matches("[0-9a-fA-F]{1,64}"))
      throw new MalformedJsonException(name + " is not a hexadecimal number of 32 bytes");
    return new BigInteger(hex, 16);
  }

  private static String withoutPrefix(String hex) {
    return hex.startsWith("0x") ? hex.substring(2) : hex;
  }
}
