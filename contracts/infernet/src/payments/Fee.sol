// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.4;

import {Ownable} from "solady/auth/Ownable.sol";

/// @title What the protocol takes of each payment, and who gets it: the owner.
contract Fee is Ownable {
    uint16 private _fee;

    constructor(address feeRecipient, uint16 fee) {
        _initializeOwner(feeRecipient);
        _fee = fee;
    }

    /// @notice In hundredths of a percent.
    function FEE() external view returns (uint16) {
        return _fee;
    }

    function FEE_RECIPIENT() external view returns (address) {
        return owner();
    }

    /// @notice Any number is taken; with one above a half the coordinator refuses paid answers.
    function updateFee(uint16 newFee) external onlyOwner {
        _fee = newFee;
    }
}
