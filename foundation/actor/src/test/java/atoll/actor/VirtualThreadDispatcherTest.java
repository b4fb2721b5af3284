package atoll.actor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import jdk.management.VirtualThreadSchedulerMXBean;
import org.junit.jupiter.api.Test;

class VirtualThreadDispatcherTest {
  private final VirtualThreadSchedulerMXBean scheduler =
      ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);

  @Test
  void leavesAProcessorWhereThereIsAnother() {
    int before = scheduler.getParallelism();
    int processors = Runtime.getRuntime().availableProcessors();
    try {
      VirtualThreadDispatcher.leaveAProcessorToOthers();
      assertThat(scheduler.getParallelism()).isEqualTo(processors == 1 ? 1 : processors - 1);
    } finally {
      scheduler.setParallelism(before);
    }
  }
}
