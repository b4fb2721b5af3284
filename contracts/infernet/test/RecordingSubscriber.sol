// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.4;

import {SubscriptionConsumer} from "../src/consumer/Subscription.sol";
import {InboxItem} from "../src/Inbox.sol";
import {Recorder} from "./Recorder.sol";

/// @title Asks again in every interval.
contract RecordingSubscriber is SubscriptionConsumer, Recorder {
    constructor(address registry) SubscriptionConsumer(registry) {}

    function subscribe(
        string memory containerId,
        uint32 frequency,
        uint32 period,
        uint16 redundancy,
        bool lazy,
        address paymentToken,
        uint256 paymentAmount,
        address wallet,
        address verifier
    ) external returns (uint32) {
        return _createComputeSubscription(
            containerId, frequency, period, redundancy, lazy, paymentToken, paymentAmount, wallet, verifier
        );
    }

    function cancel(uint32 subscriptionId) external {
        _cancelComputeSubscription(subscriptionId);
    }

    function readInbox(bytes32 containerId, address node, uint256 index) external view returns (InboxItem memory) {
        return INBOX.read(containerId, node, index);
    }

    function _receiveCompute(
        uint32 subscriptionId,
        uint32 interval,
        uint16 redundancy,
        address node,
        bytes calldata input,
        bytes calldata output,
        bytes calldata proof,
        bytes32 containerId,
        uint256 index
    ) internal override {
        _checkWilling();
        emit Received(subscriptionId, interval, redundancy, node, input, output, proof, containerId, index);
    }
}
