package atoll.provider;

import atoll.actor.Handle;
import atoll.identity.Did;
import atoll.identity.PrivateKey;
import atoll.kernel.AllocationId;
import atoll.kernel.EnsembleId;
import atoll.protocol.CarriedModule;
import atoll.protocol.TaskTermination;
import java.io.IOException;

/**
 * What the allocations of a provider need from the actors: an actor of their own each, and a way to
 * report.
 */
interface Hosting {
  /** Makes the actor of an allocation, in place of an earlier one; {@code owner} may command it. */
  Handle open(AllocationId allocation, Did owner, PrivateKey key);

  /** Ends the actor that an allocation was given. Repeating is harmless. */
  void close(AllocationId allocation, Handle actor);

  /** Ends every actor, and tells nothing any more. */
  void close();

  /** Nothing of an ensemble is left here, not even output. */
  void forget(EnsembleId ensemble);

  /**
   * Tells the orchestrator that an allocation has ended; tries again for a while if it does not
   * answer.
   *
   * @param heard called once it has answered, or will hear of it no more
   */
  void report(Handle orchestrator, TaskTermination ended, Runnable heard);

  /**
   * Fetches a module that the orchestrator carries. Blocks until all of it is here.
   *
   * @throws IOException if the orchestrator does not answer, or sends another
   */
  byte[] fetch(Handle orchestrator, EnsembleId ensemble, CarriedModule module)
      throws IOException, InterruptedException;
}
