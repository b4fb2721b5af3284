package atoll.dms.api;

import java.util.List;

/**
 * What stands against a provider for a node of an ensemble.
 *
 * @param provider peer id
 */
public record ExplanationDocument(String provider, String node, List<Reason> reasons) {
  /**
   * One reason: a code from a closed list, and a sentence for people that begins in lower case and
   * has no full stop.
   *
   * @param mayPass whether waiting can help
   */
  public record Reason(String code, String message, boolean mayPass) {}
}
