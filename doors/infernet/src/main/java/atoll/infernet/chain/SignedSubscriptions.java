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
import atoll.infernet.Delegations;
import atoll.jobs.ServiceName;
import atoll.journal.Batch;
import atoll.journal.Journal;
import atoll.journal.Repository;
import atoll.subscriptions.Agenda;
import atoll.subscriptions.SubscriptionKey;
import com.esaulpaugh.headlong.abi.Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Delegated subscriptions that clients brought (Infernet §4.7): journaled when they are taken, put
 * on the agenda once their signature is found to be their owner's, forgotten when they are done.
 */
final class SignedSubscriptions implements Delegations {
  private final Repository<Posted> records;
  private final String scope;
  private final TypedDomain domain;
  private final JsonRpc rpc;
  private final Agenda<Served> agenda;
  private final ChainEvents events;
  private final ConcurrentLinkedQueue<Posted> unchecked = new ConcurrentLinkedQueue<>();

  /** As it was posted, with the services that it is for. */
  record Posted(DelegatedSubscription subscription, List<ServiceName> services) {
    SubscriptionKey.Delegated key() {
      return new SubscriptionKey.Delegated(
          subscription.terms().owner(), subscription.signature().nonce());
    }
  }

  /**
   * Takes up what is journaled.
   *
   * @param scope tells one chain and its contracts from others
   * @param domain that signatures are made for
   */
  SignedSubscriptions(
      Journal journal,
      String scope,
      TypedDomain domain,
      JsonRpc rpc,
      Agenda<Served> agenda,
      ChainEvents events) {
    this.events = events;
    this.records = new Repository<>(journal, "delegated-subscriptions", new PostedCodec());
    this.scope = scope;
    this.domain = domain;
    this.rpc = rpc;
    this.agenda = agenda;
    for (var entry : journal.all("delegated-subscriptions"))
      if (entry.key().key().startsWith(scope + "/"))
        unchecked.add(new PostedCodec().decode(entry.value()));
  }

  @Override
  public void take(
      DelegatedSubscription subscription, List<ServiceName> services, InetAddress from) {
    var posted = new Posted(subscription, services);
    records.save(name(posted.key()), posted);
    unchecked.add(posted);
  }

  /** Checks what was taken since. Blocks; what no service could be asked about is checked again. */
  void check() throws InterruptedException {
    for (var posted = unchecked.peek(); posted != null; posted = unchecked.peek()) {
      var problem = check(posted);
      if (problem.isPresent()) {
        events.mismatch(posted.key(), problem.get());
        forget(posted.key());
      }
      unchecked.remove(posted);
    }
  }

  /** Why it must not be served; otherwise it is on the agenda. */
  private Optional<String> check(Posted posted) throws InterruptedException {
    DelegatedTerms delegated;
    Signature signature;
    try {
      var given = posted.subscription().signature();
      delegated = new DelegatedTerms(given.nonce(), given.expiry(), terms(posted.subscription()));
      signature = Signature.of(given.v(), given.r(), given.s());
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
    var signer = signature.signer(delegated.digest(domain));
    var owner = delegated.terms().owner();
    var wanted =
        ConsumerContract.signer(rpc.ask(new ConsumerContract(owner).signer(BlockTag.LATEST)));
    if (signer.isEmpty() || wanted.isEmpty() || !signer.equals(wanted))
      return Optional.of("signed by " + said(signer) + ", and its owner names " + said(wanted));
    var served =
        new Served(
            delegated.terms(),
            posted.services(),
            Optional.of(new Served.Signed(delegated, signature, posted.subscription().data())));
    agenda.track(posted.key(), served.timetable(), served);
    events.tracked(posted.key());
    return Optional.empty();
  }

  /** It is done, one way or another. */
  void forget(SubscriptionKey.Delegated key) {
    agenda.drop(key);
    var _ = records.journal().commit(Batch.of(records.remove(name(key))));
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

  private String name(SubscriptionKey.Delegated key) {
    return scope + "/" + key.text();
  }
}
