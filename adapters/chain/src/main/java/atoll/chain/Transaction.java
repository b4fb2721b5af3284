package atoll.chain;

import com.esaulpaugh.headlong.abi.Address;
import com.esaulpaugh.headlong.rlp.RLPEncoder;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A transaction before it is signed. Amounts are in wei. */
public sealed interface Transaction {
  long nonce();

  long gas();

  Optional<Address> to();

  BigInteger value();

  Data data();

  Signed sign(EthereumKey key);

  /** A transaction as it goes to a service, with the hash by which it is known. */
  record Signed(Transaction transaction, Data raw, Word hash) {
    /**
     * Reads what was sent before, of either kind that we send.
     *
     * @throws IllegalArgumentException if the bytes are no such transaction
     */
    public static Signed parse(Data raw) {
      return RawTransaction.read(raw);
    }
  }

  /**
   * With a fee market (EIP-1559, type 2).
   *
   * @param to nothing to make a contract
   */
  record FeeMarket(
      long chainId,
      long nonce,
      BigInteger maxPriorityFee,
      BigInteger maxFee,
      long gas,
      Optional<Address> to,
      BigInteger value,
      Data data)
      implements Transaction {
    public FeeMarket {
      Rlp.checkAmounts(nonce, gas, maxPriorityFee, maxFee, value);
      if (maxPriorityFee.compareTo(maxFee) > 0)
        throw new IllegalArgumentException("priority fee is above the whole fee");
    }

    @Override
    public Signed sign(EthereumKey key) {
      var fields =
          List.<Object>of(
              Rlp.number(chainId),
              Rlp.number(nonce),
              Rlp.number(maxPriorityFee),
              Rlp.number(maxFee),
              Rlp.number(gas),
              Rlp.address(to),
              Rlp.number(value),
              data.bytes(),
              new Object[0]);
      var signature = key.sign(Keccak.hash(new byte[] {2}, RLPEncoder.list(fields)));
      var whole = new ArrayList<>(fields);
      whole.add(Rlp.number(signature.parity()));
      return Rlp.signed(this, new byte[] {2}, whole, signature);
    }
  }

  /** For chains without a fee market, bound to its chain (EIP-155). */
  record Legacy(
      long chainId,
      long nonce,
      BigInteger gasPrice,
      long gas,
      Optional<Address> to,
      BigInteger value,
      Data data)
      implements Transaction {
    public Legacy {
      Rlp.checkAmounts(nonce, gas, gasPrice, value);
    }

    @Override
    public Signed sign(EthereumKey key) {
      var fields =
          List.<Object>of(
              Rlp.number(nonce),
              Rlp.number(gasPrice),
              Rlp.number(gas),
              Rlp.address(to),
              Rlp.number(value),
              data.bytes());
      var unsigned = new ArrayList<>(fields);
      unsigned.addAll(List.of(Rlp.number(chainId), new byte[0], new byte[0]));
      var signature = key.sign(Keccak.hash(RLPEncoder.list(unsigned)));
      var whole = new ArrayList<>(fields);
      whole.add(Rlp.number(2 * chainId + 35 + signature.parity()));
      return Rlp.signed(this, new byte[0], whole, signature);
    }
  }
}
