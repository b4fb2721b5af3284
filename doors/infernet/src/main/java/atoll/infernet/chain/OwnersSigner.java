package atoll.infernet.chain;

import atoll.chain.Addresses;
import atoll.chain.BlockTag;
import atoll.chain.JsonRpc;
import atoll.chain.Signature;
import atoll.chain.TypedDomain;
import atoll.chain.Word;
import atoll.chain.infernet.ConsumerContract;
import atoll.chain.infernet.DelegatedTerms;
import atoll.chain.infernet.Terms;
import atoll.infernet.DelegatedSubscription;
import com.esaulpaugh.headlong.abi.Address;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds who signed, and asks the owner, a contract, whom it names (Infernet §4.7, §4.8).
 *
 * @param rpc over which contracts of strangers are asked
 * @param domain that signatures are made for
 */
record OwnersSigner(JsonRpc rpc, TypedDomain domain) implements SignerCheck {
  @Override
  public Verdict of(PostedSubscription posted) throws InterruptedException {
    DelegatedTerms delegated;
    Signature signature;
    try {
      var given = posted.subscription().signature();
      delegated = new DelegatedTerms(given.nonce(), given.expiry(), terms(posted.subscription()));
      signature = Signature.of(given.v(), given.r(), given.s());
    } catch (IllegalArgumentException e) {
      return new Verdict.Forged(String.valueOf(e.getMessage()));
    }
    var signer = signature.signer(delegated.digest(domain));
    var owner = delegated.terms().owner();
    var wanted =
        ConsumerContract.signer(rpc.ask(new ConsumerContract(owner).signer(BlockTag.LATEST)));
    if (signer.isEmpty() || wanted.isEmpty() || !signer.equals(wanted))
      return new Verdict.Forged(
          "signed by " + said(signer) + ", and its owner names " + said(wanted));
    return new Verdict.Signed(
        new Served(
            delegated.terms(),
            posted.services(),
            Optional.of(
                new Served.Signed(
                    delegated, signature, posted.subscription().data(), posted.at()))));
  }

  private static String said(Optional<Address> signer) {
    return signer.map(Address::toString).orElse("nobody");
  }

  private static Terms terms(DelegatedSubscription posted) {
    var given = posted.terms();
    return new Terms(
        address(given.owner()),
        given.activeAt(),
        given.period(),
        given.frequency(),
        given.redundancy(),
        new Word(posted.containerId()),
        given.lazy(),
        address(given.verifier()),
        given.paymentAmount(),
        address(given.paymentToken()),
        address(given.wallet()));
  }

  /** Clients may write addresses in any case. */
  private static Address address(String text) {
    return Addresses.parse(text.toLowerCase(Locale.ROOT));
  }
}
