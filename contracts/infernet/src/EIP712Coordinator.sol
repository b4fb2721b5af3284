// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.4;

import {ECDSA} from "solady/utils/ECDSA.sol";
import {EIP712} from "solady/utils/EIP712.sol";

import {Coordinator, Subscription} from "./Coordinator.sol";
import {Registry} from "./Registry.sol";
import {Delegator} from "./pattern/Delegator.sol";

/// @title The coordinator that is deployed: it also takes subscriptions signed for a contract by its key.
contract EIP712Coordinator is EIP712, Coordinator {
    string public constant EIP712_VERSION = "1";
    string public constant EIP712_NAME = "InfernetCoordinator";

    bytes private constant SUBSCRIPTION_TYPE =
        "Subscription(address owner,uint32 activeAt,uint32 period,uint32 frequency,uint16 redundancy,bytes32 containerId,bool lazy,address verifier,uint256 paymentAmount,address paymentToken,address wallet)";
    bytes32 private constant SUBSCRIPTION_TYPEHASH = keccak256(SUBSCRIPTION_TYPE);
    bytes32 private constant DELEGATE_TYPEHASH = keccak256(
        abi.encodePacked("DelegateSubscription(uint32 nonce,uint32 expiry,Subscription sub)", SUBSCRIPTION_TYPE)
    );

    /// @notice The greatest nonce used by an owner; smaller ones may still be free.
    mapping(address => uint32) public maxSubscriberNonce;

    /// @notice The subscription that a nonce made, by hash of owner and nonce.
    mapping(bytes32 => uint32) public delegateCreatedIds;

    error SignerMismatch();
    error SignatureExpired();

    constructor(Registry registry) Coordinator(registry) {}

    /// @notice Subscribes `sub.owner`, whose signer agreed until `expiry`. A nonce already used gives what it made, unchecked.
    function createSubscriptionDelegatee(
        uint32 nonce,
        uint32 expiry,
        Subscription calldata sub,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) public returns (uint32 subscriptionId) {
        bytes32 key = keccak256(abi.encode(sub.owner, nonce));
        subscriptionId = delegateCreatedIds[key];
        if (subscriptionId != 0) return subscriptionId;

        if (uint32(block.timestamp) >= expiry) revert SignatureExpired();
        bytes32 digest = _hashTypedData(
            keccak256(
                abi.encode(DELEGATE_TYPEHASH, nonce, expiry, keccak256(abi.encode(SUBSCRIPTION_TYPEHASH, sub)))
            )
        );
        if (ECDSA.recover(digest, v, r, s) != Delegator(sub.owner).getSigner()) revert SignerMismatch();

        subscriptionId = _nextId();
        subscriptions[subscriptionId] = sub;
        delegateCreatedIds[key] = subscriptionId;
        if (nonce > maxSubscriberNonce[sub.owner]) maxSubscriberNonce[sub.owner] = nonce;
        emit SubscriptionCreated(subscriptionId);
    }

    /// @notice Subscribes where nobody has yet, and hands in an answer; if the answer is refused nothing has happened.
    function deliverComputeDelegatee(
        uint32 nonce,
        uint32 expiry,
        Subscription calldata sub,
        uint8 v,
        bytes32 r,
        bytes32 s,
        uint32 deliveryInterval,
        bytes memory input,
        bytes memory output,
        bytes memory proof,
        address nodeWallet
    ) external nonReentrant {
        uint32 subscriptionId = createSubscriptionDelegatee(nonce, expiry, sub, v, r, s);
        _deliver(subscriptionId, Delivery(deliveryInterval, input, output, proof, nodeWallet));
    }

    function _domainNameAndVersion() internal pure override returns (string memory, string memory) {
        return (EIP712_NAME, EIP712_VERSION);
    }
}
