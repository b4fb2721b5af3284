package atoll.chain;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.esaulpaugh.headlong.abi.Address;
import com.esaulpaugh.headlong.abi.Tuple;
import com.esaulpaugh.headlong.abi.TupleType;
import java.math.BigInteger;

/** For whom typed data is signed (EIP-712): a contract on a chain. */
public record TypedDomain(String name, String version, long chainId, Address contract) {
  private static final byte[] TYPE =
      Keccak.hash(
          "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
              .getBytes(UTF_8));
  private static final TupleType<Tuple> SHAPE =
      TupleType.parse("(bytes32,bytes32,bytes32,uint256,address)");

  public byte[] separator() {
    return Keccak.hash(
        SHAPE
            .encode(
                Tuple.from(
                    TYPE,
                    Keccak.hash(name.getBytes(UTF_8)),
                    Keccak.hash(version.getBytes(UTF_8)),
                    BigInteger.valueOf(chainId),
                    contract))
            .array());
  }

  /** What is signed: {@code structHash} for this domain. */
  public byte[] digest(byte[] structHash) {
    return Keccak.hash(new byte[] {0x19, 0x01}, separator(), structHash);
  }
}
