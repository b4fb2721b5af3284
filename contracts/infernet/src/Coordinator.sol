// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.4;

import {ReentrancyGuard} from "solady/utils/ReentrancyGuard.sol";

import {Inbox} from "./Inbox.sol";
import {Registry} from "./Registry.sol";
import {BaseConsumer} from "./consumer/Base.sol";
import {Fee} from "./payments/Fee.sol";
import {IVerifier} from "./payments/IVerifier.sol";
import {Wallet} from "./payments/Wallet.sol";
import {WalletFactory} from "./payments/WalletFactory.sol";

/// @notice What a consumer wants computed, how often, by how many, and what it pays for each answer.
/// @param owner who receives the answers, and whose allowance pays for them
/// @param activeAt second from which answers are taken; the largest number means cancelled
/// @param period seconds in an interval; 0 means one interval that never ends
/// @param frequency how many intervals there are
/// @param redundancy how many nodes may answer each interval
/// @param containerId hash of the container names
/// @param lazy whether answers wait in the inbox
/// @param verifier who judges proofs, or nobody; unpaid answers are never judged
/// @param paymentAmount what each answer costs the consumer, all fees included
/// @param paymentToken the zero address is ether
/// @param wallet what pays, made by the factory
struct Subscription {
    address owner;
    uint32 activeAt;
    uint32 period;
    uint32 frequency;
    uint16 redundancy;
    bytes32 containerId;
    bool lazy;
    address payable verifier;
    uint256 paymentAmount;
    address paymentToken;
    address payable wallet;
}

/// @notice A proof whose verdict is awaited.
/// @param expiry second from which the node is paid without a verdict
/// @param nodeWallet holds the node's stake, and is paid
/// @param consumerEscrowed what the consumer put aside for the node
struct ProofRequest {
    uint32 expiry;
    Wallet nodeWallet;
    uint256 consumerEscrowed;
}

/// @title Takes subscriptions, and takes and pays their answers.
contract Coordinator is ReentrancyGuard {
    /// @dev An answer as its node hands it in.
    struct Delivery {
        uint32 interval;
        bytes input;
        bytes output;
        bytes proof;
        address nodeWallet;
    }

    uint32 private constant CANCELLED = type(uint32).max;
    uint32 private constant PROOF_WINDOW = 7 days;
    uint16 private constant WHOLE = 10_000;

    Inbox private immutable _inbox;
    Fee private immutable _fee;
    WalletFactory private immutable _wallets;

    /// @notice The id that the next subscription gets.
    uint32 public id = 1;

    /// @notice By hash of subscription, interval and node.
    mapping(bytes32 => bool) public nodeResponded;

    /// @notice Answers so far, by hash of subscription and interval.
    mapping(bytes32 => uint16) public redundancyCount;

    /// @notice By hash of subscription, interval and node.
    mapping(bytes32 => ProofRequest) public proofRequests;

    mapping(uint32 => Subscription) internal subscriptions;

    event SubscriptionCreated(uint32 indexed id);
    event SubscriptionCancelled(uint32 indexed id);
    event SubscriptionFulfilled(uint32 indexed id, address indexed node);
    event ProofVerified(
        uint32 indexed id, uint32 indexed interval, address indexed node, bool active, address verifier, bool valid
    );

    error InvalidWallet();
    error IntervalMismatch();
    error IntervalCompleted();
    error UnauthorizedVerifier();
    error NodeRespondedAlready();
    error SubscriptionNotFound();
    error ProofRequestNotFound();
    error NotSubscriptionOwner();
    error SubscriptionCompleted();
    error SubscriptionNotActive();
    error UnsupportedVerifierToken();
    error FeeTooHigh();

    /// @dev Asks only the registry: the others may not exist yet.
    constructor(Registry registry) {
        _inbox = Inbox(registry.INBOX());
        _fee = Fee(registry.FEE());
        _wallets = WalletFactory(registry.WALLET_FACTORY());
    }

    /// @notice All zeros for an id never given.
    function getSubscription(uint32 subscriptionId) external view returns (Subscription memory) {
        return subscriptions[subscriptionId];
    }

    /// @notice Subscribes the caller; the first interval begins one period from now.
    /// @param containerId names of the containers in the order they run, joined by commas
    function createSubscription(
        string memory containerId,
        uint32 frequency,
        uint32 period,
        uint16 redundancy,
        bool lazy,
        address paymentToken,
        uint256 paymentAmount,
        address wallet,
        address verifier
    ) external returns (uint32 subscriptionId) {
        subscriptionId = _nextId();
        Subscription storage sub = subscriptions[subscriptionId];
        sub.owner = msg.sender;
        sub.activeAt = uint32(block.timestamp) + period;
        sub.period = period;
        sub.frequency = frequency;
        sub.redundancy = redundancy;
        sub.containerId = keccak256(abi.encode(containerId));
        sub.lazy = lazy;
        sub.verifier = payable(verifier);
        sub.paymentAmount = paymentAmount;
        sub.paymentToken = paymentToken;
        sub.wallet = payable(wallet);
        emit SubscriptionCreated(subscriptionId);
    }

    /// @notice Takes no more answers; proofs that await a verdict still get it.
    function cancelSubscription(uint32 subscriptionId) external {
        Subscription storage sub = subscriptions[subscriptionId];
        if (sub.owner != msg.sender) revert NotSubscriptionOwner();
        sub.activeAt = CANCELLED;
        emit SubscriptionCancelled(subscriptionId);
    }

    /// @notice The interval that is now, for one that began at `activeAt`; meaningless before that.
    function getSubscriptionInterval(uint32 activeAt, uint32 period) public view returns (uint32) {
        if (period == 0) return 1;
        unchecked {
            return (uint32(block.timestamp) - activeAt) / period + 1;
        }
    }

    /// @notice Hands in the caller's answer to one interval, and pays for it.
    /// @param nodeWallet where the payment goes, and what stakes it if there is a verifier; unused without payment
    function deliverCompute(
        uint32 subscriptionId,
        uint32 deliveryInterval,
        bytes calldata input,
        bytes calldata output,
        bytes calldata proof,
        address nodeWallet
    ) public nonReentrant {
        _deliver(subscriptionId, Delivery(deliveryInterval, input, output, proof, nodeWallet));
    }

    /// @notice Gives the verdict on a proof: the subscription's verifier within a week, thereafter anyone for the node.
    /// @dev Not guarded against reentry, since a verifier may answer while it is asked. The request is gone before
    /// anything is called, so a verdict is given once.
    function finalizeProofVerification(uint32 subscriptionId, uint32 interval, address node, bool valid) external {
        bytes32 key = _answerKey(subscriptionId, interval, node);
        ProofRequest memory request = proofRequests[key];
        delete proofRequests[key];
        if (request.expiry == 0) revert ProofRequestNotFound();

        Subscription memory sub = subscriptions[subscriptionId];
        Wallet consumer = Wallet(sub.wallet);
        request.nodeWallet.cUnlock(node, sub.paymentToken, sub.paymentAmount);
        consumer.cUnlock(sub.owner, sub.paymentToken, request.consumerEscrowed);

        bool active = uint32(block.timestamp) < request.expiry;
        if (active && msg.sender != sub.verifier) revert UnauthorizedVerifier();
        if (active && !valid) {
            request.nodeWallet.cTransfer(node, sub.paymentToken, sub.wallet, sub.paymentAmount);
        } else {
            consumer.cTransfer(sub.owner, sub.paymentToken, address(request.nodeWallet), request.consumerEscrowed);
        }
        emit ProofVerified(subscriptionId, interval, node, active, msg.sender, valid);
    }

    /// @dev Ids grow by one, and none is given twice.
    function _nextId() internal returns (uint32 next) {
        next = id;
        unchecked {
            id = next + 1;
        }
    }

    function _deliver(uint32 subscriptionId, Delivery memory delivery) internal {
        Subscription memory sub = subscriptions[subscriptionId];
        uint16 count = _admit(subscriptionId, sub, delivery.interval);
        if (sub.paymentAmount > 0) _pay(subscriptionId, sub, delivery);
        _hand(subscriptionId, sub, delivery, count);
        emit SubscriptionFulfilled(subscriptionId, msg.sender);
    }

    /// @dev Whether the caller may answer now; counts the answer.
    function _admit(uint32 subscriptionId, Subscription memory sub, uint32 interval) private returns (uint16 count) {
        if (sub.owner == address(0)) revert SubscriptionNotFound();
        if (uint32(block.timestamp) < sub.activeAt) revert SubscriptionNotActive();
        if (getSubscriptionInterval(sub.activeAt, sub.period) != interval) revert IntervalMismatch();
        if (interval > sub.frequency) revert SubscriptionCompleted();

        bytes32 intervalKey = keccak256(abi.encode(subscriptionId, interval));
        count = redundancyCount[intervalKey];
        if (count == sub.redundancy) revert IntervalCompleted();
        redundancyCount[intervalKey] = ++count;

        bytes32 answerKey = _answerKey(subscriptionId, interval, msg.sender);
        if (nodeResponded[answerKey]) revert NodeRespondedAlready();
        nodeResponded[answerKey] = true;
    }

    /// @dev The protocol takes its fee twice, once of each side; the node gets the rest, at once or after a verdict.
    function _pay(uint32 subscriptionId, Subscription memory sub, Delivery memory delivery) private {
        if (!_wallets.isValidWallet(delivery.nodeWallet)) revert InvalidWallet();
        if (!_wallets.isValidWallet(sub.wallet)) revert InvalidWallet();

        uint16 fee = _fee.FEE();
        if (fee > WHOLE / 2) revert FeeTooHigh();
        uint256 protocolShare = _share(sub.paymentAmount, fee * 2);
        uint256 nodeShare = sub.paymentAmount - protocolShare;
        _transfer(sub, _fee.FEE_RECIPIENT(), protocolShare);
        if (sub.verifier == address(0)) _transfer(sub, delivery.nodeWallet, nodeShare);
        else _escrow(subscriptionId, sub, delivery, nodeShare, fee);
    }

    /// @dev Pays the verifier, and puts aside what the node gets if the proof holds and what it loses if not.
    function _escrow(
        uint32 subscriptionId,
        Subscription memory sub,
        Delivery memory delivery,
        uint256 nodeShare,
        uint16 fee
    ) private {
        IVerifier verifier = IVerifier(sub.verifier);
        if (!verifier.isSupportedToken(sub.paymentToken)) revert UnsupportedVerifierToken();
        uint256 verifierFee = verifier.fee(sub.paymentToken);
        nodeShare -= verifierFee;
        uint256 protocolShare = _share(verifierFee, fee);
        _transfer(sub, _fee.FEE_RECIPIENT(), protocolShare);
        _transfer(sub, verifier.getWallet(), verifierFee - protocolShare);

        Wallet nodeWallet = Wallet(payable(delivery.nodeWallet));
        nodeWallet.cLock(msg.sender, sub.paymentToken, sub.paymentAmount);
        Wallet(sub.wallet).cLock(sub.owner, sub.paymentToken, nodeShare);
        proofRequests[_answerKey(subscriptionId, delivery.interval, msg.sender)] =
            ProofRequest(uint32(block.timestamp) + PROOF_WINDOW, nodeWallet, nodeShare);
        verifier.requestProofVerification(subscriptionId, delivery.interval, msg.sender, delivery.proof);
    }

    /// @dev If the consumer refuses, nothing has happened.
    function _hand(uint32 subscriptionId, Subscription memory sub, Delivery memory delivery, uint16 count) private {
        bytes32 containerId;
        uint256 index;
        if (sub.lazy) {
            containerId = sub.containerId;
            index = _inbox.writeViaCoordinator(
                containerId,
                msg.sender,
                subscriptionId,
                delivery.interval,
                delivery.input,
                delivery.output,
                delivery.proof
            );
            delivery.input = delivery.output = delivery.proof = "";
        }
        BaseConsumer(sub.owner)
            .rawReceiveCompute(
                subscriptionId,
                delivery.interval,
                count,
                msg.sender,
                delivery.input,
                delivery.output,
                delivery.proof,
                containerId,
                index
            );
    }

    function _transfer(Subscription memory sub, address to, uint256 amount) private {
        Wallet(sub.wallet).cTransfer(sub.owner, sub.paymentToken, to, amount);
    }

    function _share(uint256 amount, uint16 basisPoints) private pure returns (uint256) {
        return amount * basisPoints / WHOLE;
    }

    function _answerKey(uint32 subscriptionId, uint32 interval, address node) private pure returns (bytes32) {
        return keccak256(abi.encode(subscriptionId, interval, node));
    }
}
