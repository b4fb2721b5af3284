// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.4;

/// @title Says what it was handed, or refuses it.
abstract contract Recorder {
    bool public refusing;

    event Received(
        uint32 indexed subscriptionId,
        uint32 indexed interval,
        uint16 redundancy,
        address node,
        bytes input,
        bytes output,
        bytes proof,
        bytes32 containerId,
        uint256 index
    );

    error Refused(string why);

    function refuse(bool yes) external {
        refusing = yes;
    }

    function _checkWilling() internal view {
        if (refusing) revert Refused("not today");
    }
}
