// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.4;

import {Registry} from "../Registry.sol";

/// @title A contract with functions that only the coordinator may call.
/// @dev The registry is asked once, when this is constructed.
abstract contract Coordinated {
    address private immutable _coordinator;

    error NotCoordinator();

    constructor(Registry registry) {
        _coordinator = registry.COORDINATOR();
    }

    modifier onlyCoordinator() {
        if (msg.sender != _coordinator) revert NotCoordinator();
        _;
    }
}
