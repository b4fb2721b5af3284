package atoll.infernet.chain;

import atoll.chain.Signature;
import atoll.chain.infernet.DelegatedTerms;
import atoll.chain.infernet.Terms;
import atoll.jobs.ServiceName;
import atoll.subscriptions.Timetable;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A subscription that this node serves.
 *
 * @param services that its container id stands for, in order
 * @param signed if it came with its signature instead of over the chain
 */
record Served(Terms terms, List<ServiceName> services, Optional<Signed> signed) {
  private static final BigInteger NOTHING = BigInteger.ZERO;

  Served {
    services = List.copyOf(services);
  }

  /**
   * What was posted with a signature.
   *
   * @param data a JSON document, the containers' input
   * @param at when; posted again, it is to be computed again (Infernet §4.7)
   */
  record Signed(DelegatedTerms delegated, Signature signature, String data, Instant at) {}

  boolean isPaid() {
    return !terms.paymentAmount().equals(NOTHING);
  }

  boolean requiresProof() {
    return terms.verifier().value().signum() != 0;
  }

  Timetable timetable() {
    return timetable(terms);
  }

  static Timetable timetable(Terms terms) {
    return new Timetable(terms.activeAt(), terms.period(), terms.frequency(), terms.redundancy());
  }
}
