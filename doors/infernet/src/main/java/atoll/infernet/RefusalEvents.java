package atoll.infernet;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Tells in the log of what the rules did not let in, in the words in which a client is answered
 * (Infernet §2.4, §2.9). For one request, which may ask for much.
 */
final class RefusalEvents {
  private static final Logger LOG = LoggerFactory.getLogger("server.rest");
  private static final int MOST_LINES = 100;
  private static final int LONGEST = 200;
  private static final int STATUS = 403; // though clients are answered with 405

  private final String endpoint;
  private int refused;

  /**
   * @param endpoint that was asked
   */
  RefusalEvents(String endpoint) {
    this.endpoint = endpoint;
  }

  /**
   * @param refusal as {@link Answers#refused} makes it
   */
  void refused(JsonNode refusal) {
    if (++refused > MOST_LINES) return;
    var event = LOG.atInfo();
    for (var param : refusal.get("params").properties())
      event = event.addKeyValue(param.getKey(), legible(param.getValue().asString()));
    event
        .addKeyValue("endpoint", endpoint)
        .addKeyValue("status", STATUS)
        .log(refusal.get("error").stringValue());
  }

  /** The request is answered; of more refusals than are told one by one, their number is. */
  void end() {
    if (refused > MOST_LINES)
      LOG.atInfo()
          .addKeyValue("more", refused - MOST_LINES)
          .addKeyValue("endpoint", endpoint)
          .addKeyValue("status", STATUS)
          .log("Further jobs of this batch were refused");
  }

  /** On one line of bounded length, whatever a client sent. */
  private static String legible(String text) {
    var line = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    return line.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}\\u2028\\u2029]", "?");
  }
}
