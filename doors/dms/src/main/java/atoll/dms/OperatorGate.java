package atoll.dms;

import atoll.capability.Grant;
import atoll.capability.OperatorToken;
import atoll.kernel.ErrorCode;
import atoll.web.Problem;
import atoll.web.RefusedException;
import atoll.web.Request;

/** Lets pass who holds the token of this machine's operator (DMS §15.3.15). */
record OperatorGate(OperatorToken token) {

  /**
   * Asks for the token before anything else of the request is read.
   *
   * @throws RefusedException with 401 if it is missing or another
   */
  Grant pass(Request request) {
    var presented = request.bearer().orElseThrow(() -> refusal("this needs the node's token"));
    return token
        .check(presented)
        .orElseThrow(() -> refusal("the token is not this node's, or no longer"));
  }

  private static RefusedException refusal(String what) {
    return new RefusedException(
        new Problem(
            401,
            ErrorCode.UNAUTHORISED,
            what + "; send what the node's token file holds as Authorization: Bearer TOKEN"));
  }
}
