package atoll.infernet.chain;

import atoll.chain.Addresses;
import atoll.chain.Word;
import atoll.chain.infernet.Terms;
import com.esaulpaugh.headlong.abi.Address;
import java.math.BigInteger;

/** What a test asks for to whom it does not matter: one answer, unpaid. */
final class SomeTerms {
  private SomeTerms() {}

  static Terms of(Address owner, long activeAt) {
    return new Terms(
        owner,
        activeAt,
        0,
        1,
        1,
        Word.of(BigInteger.ONE),
        false,
        Addresses.ZERO,
        BigInteger.ZERO,
        Addresses.ZERO,
        Addresses.ZERO);
  }
}
