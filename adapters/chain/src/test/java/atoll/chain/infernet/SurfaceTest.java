package atoll.chain.infernet;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.chain.Data;
import atoll.chain.Keccak;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What others call, hear and are refused with is what appendix A lists. */
class SurfaceTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "EIP712Coordinator createSubscription 84050893",
        "EIP712Coordinator cancelSubscription 31e451a9",
        "EIP712Coordinator deliverCompute c509543d",
        "EIP712Coordinator finalizeProofVerification 196ab123",
        "EIP712Coordinator createSubscriptionDelegatee 9c092514",
        "EIP712Coordinator deliverComputeDelegatee 9fff314a",
        "EIP712Coordinator getSubscription a17b920b",
        "EIP712Coordinator getSubscriptionInterval 836a6cc9",
        "EIP712Coordinator id af640d0f",
        "EIP712Coordinator nodeResponded 298f7bdc",
        "EIP712Coordinator redundancyCount bc85694f",
        "EIP712Coordinator proofRequests c34cf5c7",
        "EIP712Coordinator maxSubscriberNonce 7fb61b27",
        "EIP712Coordinator delegateCreatedIds 60ed0f61",
        "EIP712Coordinator EIP712_NAME 3b2fb7a8",
        "EIP712Coordinator EIP712_VERSION eccec5a8",
        "EIP712Coordinator eip712Domain 84b0196e",
        "Registry COORDINATOR 3b2bcbf1",
        "Registry INBOX b7010697",
        "Registry READER 698eec44",
        "Registry FEE c57981b5",
        "Registry WALLET_FACTORY 0e2009f4",
        "Fee FEE c57981b5",
        "Fee FEE_RECIPIENT ebd09054",
        "Fee updateFee 2c6cda93",
        "Reader readSubscriptionBatch 3ddc29f5",
        "Reader readRedundancyCountBatch 757f1c84",
        "Inbox write 198896dd",
        "Inbox writeViaCoordinator 76a87949",
        "Inbox read 586a6094",
        "Inbox items 93eaef1f",
        "WalletFactory createWallet b054a9e8",
        "WalletFactory isValidWallet 439a3012",
        "Wallet withdraw f3fef3a3",
        "Wallet approve e1f21c67",
        "Wallet allowance dd62ed3e",
        "Wallet cTransfer 0d67cfd9",
        "Wallet cLock d0729347",
        "Wallet cUnlock c7048369",
        "IVerifier getWallet 13299604",
        "IVerifier isSupportedToken 240028e8",
        "IVerifier fee 6fcca69b",
        "IVerifier requestProofVerification 81e79a90",
        "BaseConsumer rawReceiveCompute 7a411a8d",
        "BaseConsumer getContainerInputs 962fad75",
        "Delegator getSigner 7ac3c02f",
        "Allowlist isAllowedNode a136e529"
      })
  void functionsHaveTheSelectorsThatOthersCall(String contract, String function, String selector) {
    assertThat(Artifact.named(contract).abi().function(function).selectorHex()).isEqualTo(selector);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "Coordinator SubscriptionCreated 0x04344ed7a67fec80c444d56ee1cee242f3f75b91fecc8dbce8890069c82eb48e",
        "Coordinator SubscriptionCancelled 0xf4126e31c182db4c4109605c6d50470fc7e8ca90d62d44fd25cbe049fb9cac3e",
        "Coordinator SubscriptionFulfilled 0xc68fb0ae5cea2793405d29014d881bcda18f67122e0bcd7d0a577e118b64e4c8",
        "Coordinator ProofVerified 0xaf1556610075709bf885e17681512d329b1a40f799ee5196f79461e89b656454",
        "Inbox NewInboxItem 0xac56b74ea9119b4c4e424d8ed4c3cec0c84d1f6b02200df5a8cd27eb756994d1",
        "WalletFactory WalletCreated 0xca0b7dde26052d34217ef1a0cee48085a07ca32da0a918609937a307d496bbf5",
        "Wallet Withdrawl 0x65ac0d8bb8cbc0e989ebd02ddc5161d7c499f7c21792e43fcf170314fe6bcc3f",
        "Wallet Approval 0x8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925",
        "Wallet Escrow 0x813582499997f00ba0142c7813740a6e381df71a63d11d8c8f208f66b7795d26",
        "Wallet Transfer 0xd1398bee19313d6bf672ccb116e51f4a1a947e91c757907f51fbb5b5e56c698f"
      })
  void eventsHaveTheTopicsThatOthersWatch(String contract, String event, String topic) {
    assertThat(Artifact.named(contract).abi().topic(event)).hasToString(topic);
  }

  @ParameterizedTest
  @CsvSource({
    "InvalidWallet,INVALID_WALLET",
    "IntervalMismatch,INTERVAL_MISMATCH",
    "IntervalCompleted,INTERVAL_COMPLETED",
    "UnauthorizedVerifier,UNAUTHORIZED_VERIFIER",
    "NodeRespondedAlready,NODE_RESPONDED_ALREADY",
    "SubscriptionNotFound,SUBSCRIPTION_NOT_FOUND",
    "ProofRequestNotFound,PROOF_REQUEST_NOT_FOUND",
    "NotSubscriptionOwner,NOT_SUBSCRIPTION_OWNER",
    "SubscriptionCompleted,SUBSCRIPTION_COMPLETED",
    "SubscriptionNotActive,SUBSCRIPTION_NOT_ACTIVE",
    "UnsupportedVerifierToken,UNSUPPORTED_VERIFIER_TOKEN",
    "SignerMismatch,SIGNER_MISMATCH",
    "SignatureExpired,SIGNATURE_EXPIRED",
    "Reentrancy,REENTRANCY",
    "FeeTooHigh,FEE_TOO_HIGH"
  })
  void theCoordinatorRefusesWithErrorsThatNodesKnow(String error, ContractError known) {
    var selector = selector(error);
    assertThat(known.selector()).isEqualTo(selector.hex());
    assertThat(Artifact.named("EIP712Coordinator").abi().errorName(selector)).contains(error);
    assertThat(ContractError.of(selector)).contains(known);
  }

  @ParameterizedTest
  @CsvSource({
    "TransferFailed,TRANSFER_FAILED",
    "InsufficientFunds,INSUFFICIENT_FUNDS",
    "InsufficientAllowance,INSUFFICIENT_ALLOWANCE",
    "NotCoordinator,NOT_COORDINATOR",
    "Unauthorized,UNAUTHORIZED"
  })
  void theWalletRefusesWithErrorsThatNodesKnow(String error, ContractError known) {
    assertThat(known.selector()).isEqualTo(selector(error).hex());
    assertThat(Artifact.named("Wallet").abi().errorName(selector(error))).contains(error);
  }

  @ParameterizedTest
  @CsvSource({
    "NodeNotAllowed,NODE_NOT_ALLOWED",
    "InsufficientBalance,INSUFFICIENT_BALANCE",
    "InvalidSignature,INVALID_SIGNATURE",
    "ETHTransferFailed,ETH_TRANSFER_FAILED"
  })
  void errorsOfOthersAreKnownToo(String error, ContractError known) {
    assertThat(known.selector()).isEqualTo(selector(error).hex());
  }

  @Test
  void bytesThatAreNoErrorAreNone() {
    assertThat(ContractError.of(Data.EMPTY)).isEmpty();
    assertThat(ContractError.of(new Data("0x1234"))).isEmpty();
    assertThat(ContractError.of(new Data("0x00000000"))).isEmpty();
  }

  private static Data selector(String error) {
    var hash = Keccak.hash((error + "()").getBytes(StandardCharsets.US_ASCII));
    return Data.of(java.util.Arrays.copyOf(hash, 4));
  }
}
