// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.4;

import {BaseConsumer} from "./Base.sol";

/// @title A consumer that asks once and is answered once by each of so many nodes.
abstract contract CallbackConsumer is BaseConsumer {
    /// @notice By subscription id.
    mapping(uint32 => bytes) internal subscriptionInputs;

    constructor(address registry) BaseConsumer(registry) {}

    function getContainerInputs(uint32 subscriptionId, uint32, uint32, address)
        external
        view
        virtual
        override
        returns (bytes memory)
    {
        return subscriptionInputs[subscriptionId];
    }

    function _requestCompute(
        string memory containerId,
        bytes memory inputs,
        uint16 redundancy,
        address paymentToken,
        uint256 paymentAmount,
        address wallet,
        address verifier
    ) internal returns (uint32 subscriptionId) {
        subscriptionId = COORDINATOR.createSubscription(
            containerId, 1, 0, redundancy, false, paymentToken, paymentAmount, wallet, verifier
        );
        subscriptionInputs[subscriptionId] = inputs;
    }
}
