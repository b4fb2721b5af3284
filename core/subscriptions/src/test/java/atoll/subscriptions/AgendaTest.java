package atoll.subscriptions;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.journal.InMemoryJournal;
import atoll.journal.Journal;
import atoll.kernel.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a block asks for, and what is known of it after a crash (Infernet §4.6). */
class AgendaTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final SubscriptionKey FIRST = new SubscriptionKey.OnChain(1);
  private static final Timetable CALLBACK = new Timetable(1000, 0, 1, 1);
  private static final Timetable TWICE = new Timetable(1000, 60, 2, 1);

  private final Journal journal = new InMemoryJournal();
  private Agenda<String> agenda = open();

  private Agenda<String> open() {
    return new Agenda<>(journal, "31337-genesis", AgendaLimits.USUAL);
  }

  private Agenda<String> afterACrash(Timetable timetable) {
    var again = open();
    again.track(FIRST, timetable, "what");
    return again;
  }

  private Round<String> at(long second) {
    return agenda.decide(second, 10, NOW);
  }

  @Test
  void anIntervalIsDueOnceItIsActiveAndUntilItIsBegun() {
    agenda.track(FIRST, TWICE, "what");
    assertThat(at(999).due()).isEmpty();
    var due = at(1000).due();
    assertThat(due).containsExactly(new Due<>(FIRST, 1, 1, Optional.empty(), TWICE, "what"));
    agenda.begin(due.getFirst());
    assertThat(at(1000).due()).isEmpty();
    assertThat(at(1060).due()).as("whoever is about it looks himself").isEmpty();
  }

  @Test
  void eachIntervalIsDeliveredOnceAndTheLastEndsIt() {
    agenda.track(FIRST, TWICE, "what");
    deliver(at(1000), 10);
    assertThat(at(1059).due()).isEmpty();
    assertThat(at(1060).due()).extracting(Due::interval).containsExactly(2L);
    deliver(at(1060), 11);
    assertThat(agenda.decide(1060, 23, NOW).over()).isEmpty();
    assertThat(agenda.decide(1060, 24, NOW).over())
        .containsExactly(new Over<>(FIRST, Over.Reason.DELIVERED, "what"));
  }

  @Test
  void whatWasDeliveredBeforeACrashIsNotDueAfterIt() {
    agenda.track(FIRST, CALLBACK, "what");
    deliver(at(1000), 10);
    agenda = afterACrash(CALLBACK);
    assertThat(at(1000).due()).isEmpty();
    assertThat(at(1000).unsettled()).hasSize(1);
  }

  @Test
  void anAnswerThatMayHaveLeftBeforeACrashIsLookedForFirst() {
    agenda.track(FIRST, CALLBACK, "what");
    var due = at(1000).due().getFirst();
    agenda.begin(due);
    agenda.sending(due, "0xabc");
    assertThat(at(1000).due()).isEmpty();
    agenda = afterACrash(CALLBACK);
    assertThat(agenda.awaited(1000)).containsExactly("0xabc");
    assertThat(at(1000).due()).extracting(Due::sent).containsExactly(Optional.of("0xabc"));
    assertThat(at(1000).due()).extracting(Due::attempt).containsExactly(1);
  }

  @Test
  void anIntervalThatWasBegunBeforeACrashIsDueAgainAsTheSameAttempt() {
    agenda.track(FIRST, CALLBACK, "what");
    fail(at(1000), false);
    agenda.begin(at(1000).due().getFirst());
    agenda = afterACrash(CALLBACK);
    assertThat(at(1000).due()).extracting(Due::attempt).containsExactly(2);
  }

  @Test
  void threeFailuresEndAnIntervalAlsoOverACrashAndTheNextBeginsAfresh() {
    agenda.track(FIRST, TWICE, "what");
    fail(at(1000), false);
    agenda = afterACrash(TWICE);
    fail(at(1000), false);
    fail(at(1000), true);
    assertThat(at(1000).due()).isEmpty();
    agenda = afterACrash(TWICE);
    assertThat(at(1000).due()).isEmpty();
    assertThat(at(1060).due()).extracting(Due::attempt).containsExactly(1);
  }

  @Test
  void aCallbackThatWasGivenUpIsOverAndStaysSoWhenItIsReadAgain() {
    agenda.track(FIRST, CALLBACK, "what");
    agenda.giveUp(at(1000).due().getFirst(), "nobody pays");
    var over = at(1000).over();
    assertThat(over).extracting(Over::reason).containsExactly(Over.Reason.GIVEN_UP);
    agenda.drop(FIRST);
    assertThat(agenda.size()).isZero();
    agenda.track(FIRST, CALLBACK, "what");
    assertThat(at(1000).due()).isEmpty();
    agenda = afterACrash(CALLBACK);
    assertThat(at(1000).due()).isEmpty();
  }

  @Test
  void anotherOneUnderTheSameIdIsBegunAfresh() {
    agenda.track(FIRST, CALLBACK, "what");
    agenda.giveUp(at(1000).due().getFirst(), "nobody pays");
    agenda.track(FIRST, CALLBACK, "what a reorganisation put in its place");
    assertThat(at(1000).due()).extracting(Due::attempt).containsExactly(1);
    agenda = afterACrash(CALLBACK);
    assertThat(at(1000).due()).hasSize(1);
  }

  @Test
  void nobodyAsksForWhatLeftForAnIntervalThatIsOver() {
    agenda.track(FIRST, TWICE, "what");
    var due = at(1000).due().getFirst();
    agenda.begin(due);
    agenda.sending(due, "0xabc");
    assertThat(agenda.awaited(1060)).as("somebody is about it").containsExactly("0xabc");
    agenda.postpone(due, NOW.plusSeconds(5));
    assertThat(agenda.awaited(1059)).containsExactly("0xabc");
    assertThat(agenda.awaited(1060)).isEmpty();
    assertThat(agenda.awaited(1120)).isEmpty();
  }

  @Test
  void aFailureOrAPauseIsWaitedOut() {
    agenda.track(FIRST, CALLBACK, "what");
    agenda.postpone(at(1000).due().getFirst(), NOW.plusSeconds(30));
    assertThat(at(1000).due()).isEmpty();
    var later = agenda.decide(1000, 10, NOW.plusSeconds(30)).due();
    assertThat(later).extracting(Due::attempt).containsExactly(1);
    agenda.failed(later.getFirst(), "no", NOW.plusSeconds(60));
    assertThat(agenda.decide(1000, 10, NOW.plusSeconds(59)).due()).isEmpty();
    assertThat(agenda.decide(1000, 10, NOW.plusSeconds(60)).due())
        .extracting(Due::attempt)
        .containsExactly(2);
  }

  @Test
  void anAnswerThatAReorganisationUndidIsDueAgainOnceItIsMissedOftenEnough() {
    agenda.track(FIRST, CALLBACK, "what");
    deliver(at(1000), 10);
    var unsettled = at(1000).unsettled().getFirst();
    assertThat(agenda.missed(unsettled)).isFalse();
    assertThat(agenda.missed(unsettled)).isFalse();
    agenda.found(unsettled);
    assertThat(agenda.missed(unsettled)).isFalse();
    assertThat(agenda.missed(unsettled)).isFalse();
    assertThat(at(1000).due()).isEmpty();
    assertThat(agenda.missed(unsettled)).isTrue();
    assertThat(at(1000).due()).hasSize(1);
    agenda = afterACrash(CALLBACK);
    assertThat(at(1000).due()).hasSize(1);
  }

  @Test
  void anAnswerDeepBelowTheHeadIsNotLookedForAnyMore() {
    agenda.track(FIRST, TWICE, "what");
    deliver(at(1000), 10);
    assertThat(agenda.decide(1000, 22, NOW).unsettled()).hasSize(1);
    assertThat(agenda.decide(1000, 23, NOW).unsettled()).isEmpty();
  }

  @Test
  void whatIsCancelledExpiredOrForNobodyIsOver() {
    agenda.track(FIRST, TWICE, "a");
    agenda.track(key(2), new Timetable(Timetable.CANCELLED, 60, 2, 1), "b");
    agenda.track(key(3), new Timetable(1000, 60, 2, 0), "c");
    agenda.track(key(4), new Timetable(1000, 60, 0, 1), "d");
    var round = at(1120);
    assertThat(round.due()).isEmpty();
    assertThat(round.over())
        .containsExactlyInAnyOrder(
            new Over<>(FIRST, Over.Reason.EXPIRED, "a"),
            new Over<>(key(2), Over.Reason.CANCELLED, "b"),
            new Over<>(key(3), Over.Reason.UNANSWERABLE, "c"),
            new Over<>(key(4), Over.Reason.UNANSWERABLE, "d"));
  }

  @Test
  void readingASubscriptionAgainKeepsItsProgressAndItsOwner() {
    agenda.track(FIRST, TWICE, "what");
    agenda.begin(at(1000).due().getFirst());
    agenda.track(FIRST, new Timetable(Timetable.CANCELLED, 60, 2, 1), "other");
    assertThat(at(1000).over()).isEmpty();
    assertThat(agenda.what(FIRST)).contains("other");
  }

  @Test
  void anotherChainWithTheSameIdsKnowsNothingOfThis() {
    agenda.track(FIRST, CALLBACK, "what");
    deliver(at(1000), 10);
    agenda = new Agenda<>(journal, "31337-another", AgendaLimits.USUAL);
    agenda.track(FIRST, CALLBACK, "what");
    assertThat(at(1000).due()).hasSize(1);
  }

  @Test
  void everyStageAndKeyIsReadAsItWasWritten() {
    var codec = new ProgressCodec();
    var signed =
        new SubscriptionKey.Delegated("0xABcdef0000000000000000000000000000000001", 0xffff_ffffL);
    for (var key : List.of(FIRST, signed))
      for (var stage :
          List.of(
              new Progress.Waiting(),
              new Progress.Sending("0xabc"),
              new Progress.Delivered(77),
              new Progress.GivenUp("it \"says\" no"))) {
        var progress = new Progress(key, 3, 2, stage);
        assertThat(codec.decode(codec.encode(progress))).isEqualTo(progress);
      }
  }

  @Test
  void tenThousandSubscriptionsAreDecidedWithinATenthOfASecond() {
    for (int i = 1; i <= 10_000; i++)
      agenda.track(key(i), new Timetable(1000, 60 + i % 7, 1_000_000, 1), "what");
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 10; i++) {
      long begun = System.nanoTime();
      assertThat(at(2000).due()).hasSize(10_000);
      best = Math.min(best, System.nanoTime() - begun);
    }
    assertThat(best / 1_000_000).as("milliseconds").isLessThanOrEqualTo(100);
  }

  private void deliver(Round<String> round, long block) {
    var due = round.due().getFirst();
    agenda.begin(due);
    agenda.sending(due, "0x1");
    agenda.delivered(due, block);
  }

  private void fail(Round<String> round, boolean last) {
    var due = round.due().getFirst();
    agenda.begin(due);
    assertThat(agenda.failed(due, "no", NOW)).isEqualTo(last);
  }

  private static SubscriptionKey key(long id) {
    return new SubscriptionKey.OnChain(id);
  }

  @Test
  void whatIsCancelledIsOverAtOnce() {
    agenda.track(FIRST, TWICE, "what");
    agenda.cancel(FIRST);
    assertThat(at(1000).over()).containsExactly(new Over<>(FIRST, Over.Reason.CANCELLED, "what"));
  }

  @Test
  void whoCannotPayIsLookedAtLessAndLess() {
    var pauses = new Backoff(Duration.ofSeconds(30), Duration.ofMinutes(2));
    agenda.track(FIRST, CALLBACK, "what");
    var now = NOW;
    for (long seconds : new long[] {30, 60, 120, 120}) {
      var due = agenda.decide(1000, 10, now).due();
      assertThat(due).hasSize(1);
      agenda.begin(due.getFirst());
      agenda.postpone(due.getFirst(), pauses, now);
      assertThat(agenda.decide(1000, 10, now.plusSeconds(seconds - 1)).due()).isEmpty();
      now = now.plusSeconds(seconds);
    }
  }

  @Test
  void whatTheChainNoLongerHasIsForgottenAndWhatMayHaveLeftIsNot() {
    var second = new SubscriptionKey.OnChain(2);
    var third = new SubscriptionKey.OnChain(3);
    for (var key : List.of(FIRST, second, third)) agenda.track(key, CALLBACK, "what");
    for (var due : at(1000).due())
      if (due.key().equals(third)) agenda.sending(due, "order");
      else agenda.giveUp(due, "tried in vain");
    agenda.drop(second); // it is remembered all the same
    agenda.forgetFrom(2);
    assertThat(agenda.has(FIRST)).isTrue();
    assertThat(agenda.remembers(second)).isFalse();
    assertThat(agenda.has(third)).isTrue();
    var again = open();
    assertThat(again.remembers(FIRST)).isTrue();
    assertThat(again.remembers(second)).isFalse();
  }
}
