package atoll.node;

import atoll.capability.Authorisation;
import atoll.capability.Capability;
import atoll.capability.CapabilityContext;
import atoll.capability.Grant;
import atoll.identity.Signer;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import java.time.Duration;

/**
 * What somebody whose key this process holds may do at a node of this process, found out as for
 * anyone else: by checking.
 */
final class Authority {
  private static final Duration A_DAY = Duration.ofDays(1);

  private Authority() {}

  /**
   * @throws AtollException with {@code UNAUTHORISED} if the node does not trust {@code holder}
   */
  static Grant of(Signer holder, CapabilityContext node) {
    return switch (node.authenticate(holder, Capability.ROOT, A_DAY)) {
      case Authorisation.Allowed(var grant) -> grant;
      case Authorisation.Refused(var reason, var explanation) ->
          throw new AtollException(
              ErrorCode.UNAUTHORISED,
              holder.did()
                  + " may not do everything here: "
                  + reason.wireName()
                  + ", "
                  + explanation);
    };
  }
}
