// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.4;

import {Coordinator} from "../src/Coordinator.sol";
import {IVerifier} from "../src/payments/IVerifier.sol";

/// @title Judges as it is told: at once, later, or twice.
contract JudgingVerifier is IVerifier {
    enum Manner {
        LATER,
        VALID,
        INVALID,
        TWICE
    }

    Coordinator private immutable _coordinator;
    Manner public manner;
    mapping(address => uint256) public override fee;
    mapping(address => bool) public override isSupportedToken;

    event Asked(uint32 subscriptionId, uint32 interval, address node, bytes proof);

    constructor(Coordinator coordinator) {
        _coordinator = coordinator;
    }

    receive() external payable override {}

    function support(address token, uint256 newFee) external {
        isSupportedToken[token] = true;
        fee[token] = newFee;
    }

    function behave(Manner newManner) external {
        manner = newManner;
    }

    function getWallet() external view override returns (address) {
        return address(this);
    }

    function requestProofVerification(uint32 subscriptionId, uint32 interval, address node, bytes calldata proof)
        external
        override
    {
        emit Asked(subscriptionId, interval, node, proof);
        if (manner == Manner.LATER) return;
        judge(subscriptionId, interval, node, manner != Manner.INVALID);
        if (manner == Manner.TWICE) judge(subscriptionId, interval, node, true);
    }

    function judge(uint32 subscriptionId, uint32 interval, address node, bool valid) public {
        _coordinator.finalizeProofVerification(subscriptionId, interval, node, valid);
    }
}
