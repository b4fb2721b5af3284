// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.4;

/// @title A consumer that takes answers only from nodes it knows.
abstract contract Allowlist {
    mapping(address => bool) private _allowed;

    error NodeNotAllowed();

    constructor(address[] memory initialAllowed) {
        for (uint256 i = 0; i < initialAllowed.length; i++) {
            _allowed[initialAllowed[i]] = true;
        }
    }

    modifier onlyAllowedNode(address node) {
        if (!_allowed[node]) revert NodeNotAllowed();
        _;
    }

    function isAllowedNode(address node) public view returns (bool) {
        return _allowed[node];
    }

    function _updateAllowlist(address[] memory nodes, bool[] memory status) internal {
        for (uint256 i = 0; i < nodes.length; i++) {
            _allowed[nodes[i]] = status[i];
        }
    }
}
