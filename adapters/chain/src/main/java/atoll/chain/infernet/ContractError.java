package atoll.chain.infernet;

import atoll.chain.Data;
import java.util.Locale;
import java.util.Optional;

/**
 * Why the contracts refuse, with the words that operators of the original search their logs for
 * (appendix A.3).
 */
public enum ContractError {
  INVALID_WALLET(
      "23455ba1",
      "Invalid wallet, please make sure you're using a wallet created from Infernet's `WalletFactory`."),
  INTERVAL_MISMATCH("4db310c3", "Interval mismatch. The interval is not the current one."),
  INTERVAL_COMPLETED(
      "2f4ca85b", "Interval completed. Redundancy has been already met for the current interval"),
  UNAUTHORIZED_VERIFIER("b9857aa1", "Verifier is not authorized."),
  NODE_RESPONDED_ALREADY("88a21e4f", "Node already responded for this interval"),
  SUBSCRIPTION_NOT_FOUND("1a00354f", "Subscription not found"),
  PROOF_REQUEST_NOT_FOUND("1d68b37c", "Proof request not found"),
  NOT_SUBSCRIPTION_OWNER("a7fba711", "Caller is not the owner of the subscription"),
  SUBSCRIPTION_COMPLETED(
      "ae6704a7",
      "Subscription is already completed, another node has likely already delivered the response"),
  SUBSCRIPTION_NOT_ACTIVE("efb74efe", "Subscription is not active"),
  UNSUPPORTED_VERIFIER_TOKEN(
      "e2372799",
      "Unsupported verifier token. Attempting to pay a `IVerifier`-contract in a token it does not support receiving payments in"),
  SIGNER_MISMATCH("10c74b03", "Signer does not match."),
  SIGNATURE_EXPIRED("0819bdcd", "EIP-712 Signature has expired."),
  TRANSFER_FAILED("90b8ec18", "Token transfer failed."),
  // The missing blank is the original's.
  INSUFFICIENT_FUNDS(
      "356680b7",
      "Insufficient funds. You either are trying to withdraw `amount > unlockedBalance` or are trying to escrow `amount > unlockedBalance`or attempting to unlock `amount > lockedBalance`"),
  INSUFFICIENT_ALLOWANCE("13be252b", "Insufficient allowance."),
  NODE_NOT_ALLOWED("42764946", "Node is not allowed to deliver this subscription."),
  INSUFFICIENT_BALANCE("f4d678b8", "Insufficient balance."),
  NOT_COORDINATOR("9ec853e6", "Only the coordinator may call this."),
  REENTRANCY("ab143c06", "A delivery was attempted inside a delivery."),
  INVALID_SIGNATURE("8baa579f", "The signature is nobody's."),
  UNAUTHORIZED("82b42900", "Only the owner may call this."),
  ETH_TRANSFER_FAILED("b12d13eb", "The wallet holds less ether than it should pay."),
  FEE_TOO_HIGH("cd4e6167", "The protocol's fee is above 50 %, so nothing paid is taken.");

  private final String selector;
  private final String text;

  ContractError(String selector, String text) {
    this.selector = "0x" + selector;
    this.text = text;
  }

  /** The four bytes with which a revert begins. */
  public String selector() {
    return selector;
  }

  public String text() {
    return text;
  }

  /** Whether it only says that another was faster. */
  public boolean isHarmless() {
    return this == NODE_RESPONDED_ALREADY
        || this == INTERVAL_COMPLETED
        || this == SUBSCRIPTION_COMPLETED;
  }

  public static Optional<ContractError> of(Data reverted) {
    if (reverted.length() < 4) return Optional.empty();
    var selector = reverted.hex().substring(0, 10).toLowerCase(Locale.ROOT);
    for (var error : values()) if (error.selector.equals(selector)) return Optional.of(error);
    return Optional.empty();
  }
}
