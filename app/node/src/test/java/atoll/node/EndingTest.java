package atoll.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EndingTest {
  @Test
  void aStartIsInterrupted() {
    var ending = new Ending();
    ending.ask();
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    ending.started();
    assertThat(Thread.currentThread().isInterrupted()).as("no more").isFalse();
    assertThat(ending.isAsked()).isTrue();
  }

  @Test
  void whatHasStartedIsOnlyAsked() {
    var ending = new Ending();
    ending.started();
    assertThat(ending.isAsked()).isFalse();
    ending.ask();
    ending.ask();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(ending.latch().getCount()).isZero();
  }
}
