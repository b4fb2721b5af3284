package atoll.provider;

import atoll.actor.Handle;
import atoll.identity.Did;
import atoll.kernel.AllocationId;
import atoll.protocol.TaskTermination;

/**
 * What the allocations of a provider need from the actors: an actor of their own each, and a way to
 * report.
 */
interface Hosting {
  /** Makes an allocation's actor, which {@code owner} may command. */
  Handle open(AllocationId allocation, Did owner);

  /** Ends an allocation's actor. Repeating is harmless. */
  void close(AllocationId allocation);

  /**
   * Tells the orchestrator that an allocation has ended; tries again for a while if it does not
   * answer.
   */
  void report(Handle orchestrator, TaskTermination ended);
}
