package atoll.actor;

import atoll.kernel.ErrorCode;

/** What came of asking another actor. Each case is a normal answer; none is an error. */
public sealed interface Reply {
  /**
   * @param envelope signed by who was asked
   */
  record Answered(Envelope envelope, byte[] payload) implements Reply {}

  /**
   * Who was asked says no, or a host on the way has too much to do. As the payload of an answer
   * this is {@code {"error":<reason>,"code":<code>}}, with exactly these members.
   */
  record Refused(ErrorCode code, String reason) implements Reply {}

  /** Nothing came in time, or nothing could be sent. */
  record NoReply(String why) implements Reply {}

  /** What an authenticated answer says. */
  static Reply of(Envelope answer) {
    var payload = answer.content().payload();
    return NegativeReply.parse(payload)
        .<Reply>map(no -> new Refused(no.code(), no.reason()))
        .orElseGet(() -> new Answered(answer, payload.clone()));
  }
}
