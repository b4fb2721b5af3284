package atoll.journal.file;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.journal.JournalException;
import atoll.journal.disk.DiskFaults;
import atoll.journal.disk.DiskFaults.Fault;
import atoll.journal.disk.SimulatedCrash;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was acknowledged is there, wherever the machine stops and whatever the disk does. */
class CrashTest {
  private static final int COMMITS = 25;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void aCrashAtAnyOperationLosesNothing(long seed) {
    long operations = operationsOfALife(seed);
    assertThat(operations).isGreaterThan(100);
    for (long at = 1; at <= operations; at++) {
      var life = new Life(seed);
      life.disk.failBy(onlyAt(at, Fault.CRASH, life));
      try {
        life.open();
        for (int i = 0; i < COMMITS; i++) life.commit();
      } catch (SimulatedCrash _) {
        life.disk.crash();
      }
      goesOn(life);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 6})
  void aCrashWhileItRecoversLosesNothing(long seed) {
    for (long second = 1; second <= 30; second++) {
      var life = new Life(seed);
      life.disk.failBy(onlyAt(90, Fault.CRASH, life));
      try {
        life.open();
        for (int i = 0; i < COMMITS; i++) life.commit();
      } catch (SimulatedCrash _) {
        life.disk.crash();
      }
      life.disk.failBy(onlyAt(life.disk.operations() + second, Fault.CRASH, life));
      try {
        life.open();
      } catch (SimulatedCrash _) {
        life.disk.crash();
      }
      goesOn(life);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void afterAnyFailedOperationCommitsSucceedAgainAndLoseNothing(long seed) {
    long operations = operationsOfALife(seed);
    for (long at = 1; at <= operations; at++) {
      var life = new Life(seed);
      life.disk.failBy(onlyAt(at, Fault.FAIL, life));
      try {
        life.open();
      } catch (JournalException _) {
        life.open();
      }
      int refused = 0;
      for (int i = 0; i < COMMITS; i++) if (!life.tryToCommit()) refused++;
      assertThat(refused).isLessThanOrEqualTo(1);
      life.commit();
      assertThat(life.journal().health()).isInstanceOf(Health.Writable.class);
      life.check();
      if (at % 2 == 0) life.disk.crash();
      else life.disk.kill();
      goesOn(life);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28})
  void aDiskThatFailsAndCrashesAtRandomLosesNothing(long seed) {
    var life = new Life(seed);
    var chance = new Random(seed);
    life.disk.failBy((_, _) ->
        switch (chance.nextInt(40)) {
          case 0 -> Fault.CRASH;
          case 1, 2 -> Fault.FAIL;
          default -> Fault.NONE;
        });
    for (int restart = 0; restart < 60; restart++) {
      try {
        life.open();
        for (int i = 0; i < 20; i++) life.tryToCommit();
      } catch (SimulatedCrash _) {
        life.disk.crash();
      } catch (JournalException e) {
        assertThat(e).hasMessageContaining("simulated input/output error");
        life.disk.kill();
      }
    }
    goesOn(life);
  }

  @Test
  void aFlushThatFailedIsNotBelievedWhenItSucceedsLater() {
    var life = new Life(1);
    life.open();
    life.commit();
    life.disk.failBy(onlyAt(life.disk.operations() + 2, Fault.FAIL, life)); // the flush
    assertThat(life.tryToCommit()).isFalse();
    life.disk.failBy(DiskFaults.NONE);
    life.commit();
    life.disk.crash();
    life.open();
    assertThat(life.found()).isEqualTo(life.acknowledged());
  }

  private static void goesOn(Life life) {
    life.disk.failBy(DiskFaults.NONE);
    life.open();
    for (int i = 0; i < 5; i++) life.commit();
    life.disk.crash();
    life.open().check();
  }

  private static long operationsOfALife(long seed) {
    var life = new Life(seed).open();
    for (int i = 0; i < COMMITS; i++) life.commit();
    return life.disk.operations();
  }

  private static DiskFaults onlyAt(long operation, Fault fault, Life life) {
    return (_, _) -> life.disk.operations() == operation ? fault : Fault.NONE;
  }
}
