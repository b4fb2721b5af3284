// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.4;

import {Coordinator, Subscription} from "../Coordinator.sol";
import {Registry} from "../Registry.sol";

/// @title Many reads of the coordinator in one call, for nodes that follow it from outside.
contract Reader {
    Coordinator private immutable _coordinator;

    constructor(Registry registry) {
        _coordinator = Coordinator(registry.COORDINATOR());
    }

    /// @notice Subscriptions `startId` up to but without `endId`; ids never given are all zeros.
    function readSubscriptionBatch(uint32 startId, uint32 endId) external view returns (Subscription[] memory batch) {
        batch = new Subscription[](endId - startId);
        for (uint32 i = 0; i < batch.length; i++) {
            batch[i] = _coordinator.getSubscription(startId + i);
        }
    }

    /// @notice How many nodes answered each pair of subscription and interval.
    function readRedundancyCountBatch(uint32[] calldata ids, uint32[] calldata intervals)
        external
        view
        returns (uint16[] memory counts)
    {
        counts = new uint16[](ids.length);
        for (uint256 i = 0; i < ids.length; i++) {
            counts[i] = _coordinator.redundancyCount(keccak256(abi.encode(ids[i], intervals[i])));
        }
    }
}
