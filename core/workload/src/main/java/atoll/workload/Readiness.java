package atoll.workload;

import java.util.List;

/** Whether an executor can start workloads here and now. */
public sealed interface Readiness {
  /**
   * @param version of the runtime, for people
   * @param unenforced limits that this runtime cannot hold a workload to, each a sentence for
   *     people
   */
  record Ready(String version, List<String> unenforced) implements Readiness {
    public Ready {
      unenforced = List.copyOf(unenforced);
    }
  }

  /**
   * @param cause what is missing, and what to do about it, for people
   */
  record NotReady(String cause) implements Readiness {}
}
