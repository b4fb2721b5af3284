// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.4;

import {Coordinator} from "../Coordinator.sol";
import {Inbox} from "../Inbox.sol";
import {Registry} from "../Registry.sol";

/// @title A contract that asks for compute: the coordinator hands it the answers.
abstract contract BaseConsumer {
    Coordinator internal immutable COORDINATOR;
    Inbox internal immutable INBOX;

    error NotCoordinator();

    constructor(address registry) {
        COORDINATOR = Coordinator(Registry(registry).COORDINATOR());
        INBOX = Inbox(Registry(registry).INBOX());
    }

    /// @notice Receives an answer, or for a lazy subscription where in the inbox it waits.
    function rawReceiveCompute(
        uint32 subscriptionId,
        uint32 interval,
        uint16 redundancy,
        address node,
        bytes calldata input,
        bytes calldata output,
        bytes calldata proof,
        bytes32 containerId,
        uint256 index
    ) external {
        if (msg.sender != address(COORDINATOR)) revert NotCoordinator();
        _receiveCompute(subscriptionId, interval, redundancy, node, input, output, proof, containerId, index);
    }

    /// @notice What the containers get as input; nodes ask before each run.
    /// @param timestamp the asking node's clock, in seconds
    function getContainerInputs(uint32 subscriptionId, uint32 interval, uint32 timestamp, address caller)
        external
        view
        virtual
        returns (bytes memory)
    {}

    /// @param redundancy how many nodes answered this interval, this one included
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
    ) internal virtual {}
}
