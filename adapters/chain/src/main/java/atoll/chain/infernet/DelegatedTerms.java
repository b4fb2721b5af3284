package atoll.chain.infernet;

import static java.nio.charset.StandardCharsets.US_ASCII;

import atoll.chain.Keccak;
import atoll.chain.TypedDomain;
import com.esaulpaugh.headlong.abi.Address;
import com.esaulpaugh.headlong.abi.Tuple;
import com.esaulpaugh.headlong.abi.TupleType;

/**
 * What a contract's signer signs to subscribe it (§4.8).
 *
 * @param expiry in seconds; from then on nothing is made of it
 */
public record DelegatedTerms(long nonce, long expiry, Terms terms) {
  private static final String TERMS =
      "Subscription(address owner,uint32 activeAt,uint32 period,uint32 frequency,uint16 redundancy,"
          + "bytes32 containerId,bool lazy,address verifier,uint256 paymentAmount,"
          + "address paymentToken,address wallet)";
  private static final byte[] TERMS_TYPE = Keccak.hash(TERMS.getBytes(US_ASCII));
  private static final byte[] TYPE =
      Keccak.hash(
          ("DelegateSubscription(uint32 nonce,uint32 expiry,Subscription sub)" + TERMS)
              .getBytes(US_ASCII));
  private static final TupleType<Tuple> TERMS_SHAPE =
      TupleType.parse(
          "(address,uint32,uint32,uint32,uint16,bytes32,bool,address,uint256,address,address)");
  private static final TupleType<Tuple> SHAPE = TupleType.parse("(bytes32,uint32,uint32,bytes32)");

  public DelegatedTerms {
    if (nonce < 0 || nonce > 0xffff_ffffL || expiry < 0 || expiry > 0xffff_ffffL)
      throw new IllegalArgumentException("nonce and expiry are within 32 bits");
  }

  public static TypedDomain domain(long chainId, Address coordinator) {
    return new TypedDomain("InfernetCoordinator", "1", chainId, coordinator);
  }

  /** What is signed. */
  public byte[] digest(TypedDomain domain) {
    return domain.digest(structHash());
  }

  byte[] structHash() {
    return Keccak.hash(SHAPE.encode(Tuple.from(TYPE, nonce, expiry, termsHash(terms))).array());
  }

  static byte[] termsHash(Terms terms) {
    return Keccak.hash(TERMS_TYPE, TERMS_SHAPE.encode(terms.tuple()).array());
  }
}
