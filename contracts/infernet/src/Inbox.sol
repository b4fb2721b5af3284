// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.4;

import {Registry} from "./Registry.sol";
import {Coordinated} from "./utility/Coordinated.sol";

/// @notice One answer that waits to be read.
/// @param timestamp second of the block that wrote it
/// @param subscriptionId what it answers, or 0 if nobody asked
/// @param interval which interval of the subscription, or 0
struct InboxItem {
    uint32 timestamp;
    uint32 subscriptionId;
    uint32 interval;
    bytes input;
    bytes output;
    bytes proof;
}

/// @title Where answers of lazy subscriptions wait until a consumer reads them. Nothing is ever removed.
contract Inbox is Coordinated {
    /// @notice By container id, node, and order of arrival.
    mapping(bytes32 => mapping(address => InboxItem[])) public items;

    event NewInboxItem(bytes32 indexed containerId, address indexed node, uint256 index);

    constructor(Registry registry) Coordinated(registry) {}

    /// @notice Leaves an answer that belongs to no subscription, in the caller's name.
    function write(bytes32 containerId, bytes calldata input, bytes calldata output, bytes calldata proof)
        external
        returns (uint256)
    {
        return _append(containerId, msg.sender, InboxItem(uint32(block.timestamp), 0, 0, input, output, proof));
    }

    /// @notice Leaves what `node` delivered for a subscription.
    function writeViaCoordinator(
        bytes32 containerId,
        address node,
        uint32 subscriptionId,
        uint32 interval,
        bytes calldata input,
        bytes calldata output,
        bytes calldata proof
    ) external onlyCoordinator returns (uint256) {
        return _append(
            containerId, node, InboxItem(uint32(block.timestamp), subscriptionId, interval, input, output, proof)
        );
    }

    function read(bytes32 containerId, address node, uint256 index) external view returns (InboxItem memory) {
        return items[containerId][node][index];
    }

    function _append(bytes32 containerId, address node, InboxItem memory item) private returns (uint256 index) {
        InboxItem[] storage waiting = items[containerId][node];
        index = waiting.length;
        waiting.push(item);
        emit NewInboxItem(containerId, node, index);
    }
}
