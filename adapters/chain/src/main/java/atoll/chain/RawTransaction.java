package atoll.chain;

import com.esaulpaugh.headlong.abi.Address;
import com.esaulpaugh.headlong.rlp.RLPDecoder;
import com.esaulpaugh.headlong.rlp.RLPItem;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** Signed transactions from their bytes. */
final class RawTransaction {
  private static final int FEE_MARKET_FIELDS = 12;
  private static final int LEGACY_FIELDS = 9;

  /** The smallest byte with which a list begins; smaller ones are types (EIP-2718). */
  private static final int FIRST_LIST = 0xc0;

  private RawTransaction() {}

  static Transaction.Signed read(Data raw) {
    var bytes = raw.bytes();
    boolean typed = bytes.length > 0 && bytes[0] == 2;
    int from = typed ? 1 : 0;
    if (bytes.length == from) throw new IllegalArgumentException("transaction is empty");
    if ((bytes[from] & 0xff) < FIRST_LIST)
      throw new IllegalArgumentException("transaction is of a kind that we do not send");
    var list = RLPDecoder.RLP_STRICT.wrapList(bytes, from);
    if (list.endIndex != bytes.length)
      throw new IllegalArgumentException("transaction is followed by something else");
    var fields = list.elements(RLPDecoder.RLP_STRICT);
    int wanted = typed ? FEE_MARKET_FIELDS : LEGACY_FIELDS;
    if (fields.size() != wanted)
      throw new IllegalArgumentException(
          "transaction has " + fields.size() + " fields, not " + wanted);
    return new Transaction.Signed(
        typed ? feeMarket(fields) : legacy(fields), raw, Word.of(Keccak.hash(bytes)));
  }

  private static Transaction feeMarket(List<RLPItem> fields) {
    return new Transaction.FeeMarket(
        small(fields.get(0)),
        small(fields.get(1)),
        number(fields.get(2)),
        number(fields.get(3)),
        small(fields.get(4)),
        to(fields.get(5)),
        number(fields.get(6)),
        Data.of(fields.get(7).data()));
  }

  private static Transaction legacy(List<RLPItem> fields) {
    long v = small(fields.get(6));
    if (v < 35) throw new IllegalArgumentException("transaction is bound to no chain");
    return new Transaction.Legacy(
        (v - 35) / 2,
        small(fields.get(0)),
        number(fields.get(1)),
        small(fields.get(2)),
        to(fields.get(3)),
        number(fields.get(4)),
        Data.of(fields.get(5).data()));
  }

  private static BigInteger number(RLPItem item) {
    return new BigInteger(1, item.data());
  }

  private static long small(RLPItem item) {
    try {
      return number(item).longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("a number of the transaction is beyond 64 bits", e);
    }
  }

  private static Optional<Address> to(RLPItem item) {
    return item.dataLength == 0
        ? Optional.empty()
        : Optional.of(Addresses.parse(Data.of(item.data()).hex()));
  }
}
