package atoll.chain;

import com.esaulpaugh.headlong.abi.Address;
import com.esaulpaugh.headlong.rlp.RLPEncoder;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The fields of transactions as RLP takes them: numbers without leading zeros. */
final class Rlp {
  private Rlp() {}

  static byte[] number(long value) {
    return number(BigInteger.valueOf(value));
  }

  static byte[] number(BigInteger value) {
    if (value.signum() == 0) return new byte[0];
    var bytes = value.toByteArray();
    return bytes[0] == 0 ? java.util.Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  static byte[] address(Optional<Address> to) {
    return to.map(Addresses::bytes).orElse(new byte[0]);
  }

  static void checkAmounts(long nonce, long gas, BigInteger... amounts) {
    if (nonce < 0) throw new IllegalArgumentException("nonce is negative: " + nonce);
    if (gas <= 0) throw new IllegalArgumentException("gas is not positive: " + gas);
    for (var amount : amounts)
      if (amount.signum() < 0 || amount.bitLength() > 256)
        throw new IllegalArgumentException("amount is not within 256 bits: " + amount);
  }

  static Transaction.Signed signed(
      Transaction transaction, byte[] type, List<Object> fields, Signature signature) {
    var whole = new ArrayList<>(fields);
    whole.add(number(signature.r()));
    whole.add(number(signature.s()));
    var list = RLPEncoder.list(whole);
    var raw = new byte[type.length + list.length];
    System.arraycopy(type, 0, raw, 0, type.length);
    System.arraycopy(list, 0, raw, type.length, list.length);
    return new Transaction.Signed(transaction, Data.of(raw), Word.of(Keccak.hash(raw)));
  }
}
