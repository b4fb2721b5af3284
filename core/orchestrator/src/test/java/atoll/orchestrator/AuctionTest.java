package atoll.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.actor.Handle;
import atoll.identity.Signer;
import atoll.kernel.EnsembleId;
import atoll.kernel.Location;
import atoll.kernel.NodeName;
import atoll.market.ProviderId;
import atoll.orchestrator.machine.Given;
import atoll.protocol.BidAnswer;
import atoll.protocol.SignedBid;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A round of bids ends when all have answered; only what is true of its sender counts. */
class AuctionTest {
  private static final NodeName N1 = new NodeName("n1");
  private static final ProviderId A = Given.provider(Given.A);
  private static final ProviderId B = Given.provider(Given.B);

  private final Auction auction = new Auction(Given.ID, 3, Map.of(A, 1, B, 1));

  @Test
  void itEndsWhenAllHaveAnsweredOrAreSilentForSure() {
    auction.answered(Given.A, answer(Given.ID, 3, Given.A));
    assertThat(auction.result).isNotDone();
    auction.silent(B);
    assertThat(auction.result).isDone();
    var round = auction.result.join();
    assertThat(round.asked()).isEqualTo(2);
    assertThat(round.answered()).isEqualTo(1);
    assertThat(round.bids()).containsEntry(A, Set.of(N1));
  }

  @Test
  void whoIsAskedTwiceAnswersTwice() {
    var twice = new Auction(Given.ID, 3, Map.of(A, 2));
    twice.answered(Given.A, answer(Given.ID, 3, Given.A));
    assertThat(twice.result).isNotDone();
    twice.answered(Given.A, answer(Given.ID, 3, Given.A));
    assertThat(twice.result).isDone();
  }

  @Test
  @DisplayName("A32: a bid whose ensemble was altered is dropped")
  void aBidForAnotherEnsembleIsDropped() {
    var other = new EnsembleId("e2");
    auction.answered(Given.A, answer(other, 3, Given.A));
    auction.answered(Given.A, forged(other));
    auction.close();
    assertThat(auction.result.join().bids()).isEmpty();
  }

  @Test
  @DisplayName("A32: a bid that another key signed is dropped")
  void aBidThatAnotherKeySignedIsDropped() {
    auction.answered(Given.A, forged(Given.ID));
    auction.close();
    assertThat(auction.result.join().bids().getOrDefault(A, Set.of())).isEmpty();
  }

  @Test
  void aBidInSomebodyElsesNameIsDropped() {
    auction.answered(Given.B, answer(Given.ID, 3, Given.A));
    auction.close();
    assertThat(auction.result.join().bids()).isEmpty();
  }

  @Test
  void anAnswerToAnEarlierRoundIsDropped() {
    auction.answered(Given.A, answer(Given.ID, 2, Given.A));
    auction.close();
    assertThat(auction.result.join().bids()).isEmpty();
  }

  @Test
  void bytesThatAreNoAnswerAreDropped() {
    auction.answered(Given.A, new byte[] {'{'});
    auction.answered(Given.B, new byte[0]);
    assertThat(auction.result.join().answered()).isZero();
  }

  @Test
  void whatComesAfterTheEndChangesNothing() {
    auction.close();
    auction.answered(Given.A, answer(Given.ID, 3, Given.A));
    assertThat(auction.result.join().bids()).isEmpty();
  }

  private static byte[] answer(EnsembleId ensemble, int round, Handle from) {
    var bid = SignedBid.sign(ensemble, N1, Location.UNKNOWN, Given.A, Signer.of(Given.A_KEY));
    return new BidAnswer(ensemble, round, A, List.of(bid), Optional.of(Given.offer(from, 2)))
        .toJson();
  }

  /** A bid of A for {@code ensemble} whose signature is for something else. */
  private static byte[] forged(EnsembleId ensemble) {
    var genuine =
        SignedBid.sign(new EnsembleId("e9"), N1, Location.UNKNOWN, Given.A, Signer.of(Given.A_KEY));
    var bid =
        new SignedBid(
            ensemble, N1, genuine.peer(), genuine.location(), Given.A, genuine.signature());
    return new BidAnswer(ensemble, 3, A, List.of(bid), Optional.of(Given.offer(Given.A, 2)))
        .toJson();
  }
}
