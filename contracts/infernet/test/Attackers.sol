// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.4;

import {CallbackConsumer} from "../src/consumer/Callback.sol";

/// @title Delivers a second time, from inside the first delivery.
contract ReentrantConsumer is CallbackConsumer {
    constructor(address registry) CallbackConsumer(registry) {}

    function request(uint16 redundancy) external returns (uint32) {
        return _requestCompute("echo", "", redundancy, address(0), 0, address(0), address(0));
    }

    function _receiveCompute(
        uint32 subscriptionId,
        uint32 interval,
        uint16,
        address,
        bytes calldata,
        bytes calldata,
        bytes calldata,
        bytes32,
        uint256
    ) internal override {
        COORDINATOR.deliverCompute(subscriptionId, interval, "", "", "", address(0));
    }
}

/// @title Uses up all gas it is sent with any ether.
contract GasBurner {
    uint256 private _sink;

    receive() external payable {
        while (true) _sink++;
    }
}
