package atoll.provider;

import atoll.ensemble.Execution;
import java.io.IOException;

/** Fetches WebAssembly modules that an ensemble names by URL. */
@FunctionalInterface
public interface ModuleSource {
  /**
   * Blocks until the whole module is here.
   *
   * @throws IOException if it cannot be had, is too large, or is not the one that its digest names
   */
  byte[] fetch(Execution.Module.Remote module) throws IOException, InterruptedException;
}
