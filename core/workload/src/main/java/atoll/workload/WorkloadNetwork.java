package atoll.workload;

import java.io.IOException;
import java.util.concurrent.Callable;

/** The network that a workload has of its own, as seen from within. */
@FunctionalInterface
public interface WorkloadNetwork {
  /**
   * Calls {@code inside} on a thread that is in that network: sockets that the thread itself opens
   * are there, and 127.0.0.1 is the workload's. Blocks until it is done.
   *
   * @throws IOException if the network cannot be entered, or {@code inside} failed
   */
  <T> T call(Callable<T> inside) throws IOException, InterruptedException;
}
