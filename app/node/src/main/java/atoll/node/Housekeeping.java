package atoll.node;

import atoll.capability.CapabilityContext;
import atoll.orchestrator.Orchestrator;
import atoll.provider.Provider;
import atoll.schedule.BackgroundTask;
import atoll.schedule.BackgroundTasks;
import atoll.schedule.RetryPolicy;
import atoll.schedule.Trigger;
import java.time.Duration;
import java.util.List;

/**
 * What the nodes of a process do by themselves again and again (DMS §11.2). Each piece of work is
 * the net below something that happens in time anyway.
 */
final class Housekeeping {
  private static final Duration KEEP_DEPLOYMENTS = Duration.ofDays(30);
  private static final RetryPolicy TWICE = new RetryPolicy(2, Duration.ofSeconds(10));

  private Housekeeping() {}

  /** Runs from now on, until it is closed. */
  static BackgroundTasks begin(
      KeptState state,
      Grounds grounds,
      List<Provider> providers,
      List<CapabilityContext> contexts,
      Orchestrator orchestrator) {
    var tasks =
        BackgroundTasks.of(
            List.of(
                task(
                    "sweep-allocations",
                    "end what outlived its lease, delete output that was kept long enough",
                    new Trigger.Periodic(Duration.ofMinutes(1), Duration.ofSeconds(5)),
                    () -> providers.forEach(Provider::sweep)),
                task(
                    "drop-expired-tokens",
                    "forget capability tokens and revocations whose time is over",
                    new Trigger.Periodic(Duration.ofMinutes(10), Duration.ofMinutes(1)),
                    () -> contexts.forEach(CapabilityContext::collectGarbage)),
                task(
                    "forget-old-deployments",
                    "forget deployments that ended long ago",
                    new Trigger.Cron("17 * * * *", Duration.ofMinutes(5)),
                    () -> orchestrator.sweep(KEEP_DEPLOYMENTS))),
            state.journal(),
            grounds.clock(),
            grounds.random());
    tasks.start();
    return tasks;
  }

  private static BackgroundTask task(
      String name, String description, Trigger trigger, BackgroundTask.Work work) {
    return new BackgroundTask(name, description, trigger, 5, TWICE, work);
  }
}
