package atoll.actor;

/** What became of bytes given to a transport. Each case is a normal answer; none is an error. */
public sealed interface SendOutcome {
  /** The receiving host has them; whether its actor accepts them is for it to say. */
  record Sent() implements SendOutcome {}

  /** They did not arrive, for a reason that people can read. */
  record Unreachable(String why) implements SendOutcome {}

  /** This host or the receiving one has too much to do; nothing was kept, try again later. */
  record Overloaded(String why) implements SendOutcome {}

  SendOutcome SENT = new Sent();
}
