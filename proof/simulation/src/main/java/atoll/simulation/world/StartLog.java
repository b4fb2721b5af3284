package atoll.simulation.world;

/** Told of every workload that begins to run anywhere. */
@FunctionalInterface
interface StartLog {
  void started(Running run);
}
