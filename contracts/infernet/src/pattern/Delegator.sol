// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.4;

/// @title A contract in whose name one key signs subscriptions.
abstract contract Delegator {
    address private _signer;

    constructor(address signer) {
        _signer = signer;
    }

    function getSigner() external view returns (address) {
        return _signer;
    }

    function _updateSigner(address newSigner) internal {
        _signer = newSigner;
    }
}
