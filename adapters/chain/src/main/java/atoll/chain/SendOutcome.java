package atoll.chain;

/** What became of an order. */
public sealed interface SendOutcome {
  /** It is in a block, and took effect or was reverted, as the receipt says. */
  record Mined(Receipt receipt) implements SendOutcome {}

  /** It would be reverted, so nothing was sent. */
  record WouldRevert(String message, Data data) implements SendOutcome {}

  /** It needs more gas than the policy allows, today and tomorrow; nothing was sent. */
  record TooMuchGas(String why) implements SendOutcome {}

  /** It costs more than the policy allows, or than the account has; nothing was sent. */
  record Refused(String why) implements SendOutcome {}

  /** Another transaction with the same nonce is in a block. */
  record Overtaken(long nonce) implements SendOutcome {}

  /** Still in no block when watching ended; it may come yet. */
  record Waiting(long nonce, Word lastHash) implements SendOutcome {}
}
