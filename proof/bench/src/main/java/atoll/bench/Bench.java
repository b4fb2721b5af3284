package atoll.bench;

import java.util.List;

/** Measures for one or more targets. */
@FunctionalInterface
public interface Bench {
  /**
   * Measures, and checks that what it measured did what it should. Blocks, at {@link Effort#FULL}
   * for minutes.
   *
   * @return one for each target that is called after this bench
   * @throws Exception if something failed, so that there is nothing to report
   */
  List<Measurement> measure(Effort effort) throws Exception;
}
