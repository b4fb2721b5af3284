package atoll.simulation.world;

/** Told of every workload that begins to run on a machine, and of every one that is made to end. */
interface Observer {
  void started(Running run);

  /** Before it ends; not told where the machine or the parent process ended it. */
  void stopping(Running run);
}
