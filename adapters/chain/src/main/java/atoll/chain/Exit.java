package atoll.chain;

import java.util.function.Consumer;

/**
 * By which way signed transactions leave.
 *
 * @param services that take them, and nobody else does
 * @param isPrivate whether others do not know of a transaction until a block has it, so that their
 *     not knowing it tells nothing
 * @param trouble is told, for people, why none of the services answered
 */
public record Exit(JsonRpc services, boolean isPrivate, Consumer<String> trouble) {
  /** The services that are asked everything else, too. */
  public static Exit open(JsonRpc services) {
    return new Exit(services, false, _ -> {});
  }

  /** A relay, which keeps from strangers what is not in a block yet (Infernet §9.9). */
  public static Exit relay(JsonRpc relay, Consumer<String> trouble) {
    return new Exit(relay, true, trouble);
  }
}
