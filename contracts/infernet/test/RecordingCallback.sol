// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.4;

import {CallbackConsumer} from "../src/consumer/Callback.sol";
import {Allowlist} from "../src/pattern/Allowlist.sol";
import {Delegator} from "../src/pattern/Delegator.sol";
import {Recorder} from "./Recorder.sol";

/// @title Asks once.
contract RecordingCallback is CallbackConsumer, Delegator, Recorder {
    constructor(address registry, address signer) CallbackConsumer(registry) Delegator(signer) {}

    function request(
        string memory containerId,
        bytes memory inputs,
        uint16 redundancy,
        address paymentToken,
        uint256 paymentAmount,
        address wallet,
        address verifier
    ) external returns (uint32) {
        return _requestCompute(containerId, inputs, redundancy, paymentToken, paymentAmount, wallet, verifier);
    }

    function sign(address newSigner) external {
        _updateSigner(newSigner);
    }

    function _receiveCompute(
        uint32 subscriptionId,
        uint32 interval,
        uint16 redundancy,
        address node,
        bytes calldata input,
        bytes calldata output,
        bytes calldata proof,
        bytes32 containerId,
        uint256 index
    ) internal override {
        _checkWilling();
        emit Received(subscriptionId, interval, redundancy, node, input, output, proof, containerId, index);
    }
}

/// @title Asks once, and listens only to nodes it knows.
contract ListedCallback is CallbackConsumer, Allowlist {
    event Heard(address node, bytes output);

    constructor(address registry, address[] memory known) CallbackConsumer(registry) Allowlist(known) {}

    function request(string memory containerId, uint16 redundancy) external returns (uint32) {
        return _requestCompute(containerId, "", redundancy, address(0), 0, address(0), address(0));
    }

    function update(address[] memory nodes, bool[] memory status) external {
        _updateAllowlist(nodes, status);
    }

    function _receiveCompute(
        uint32,
        uint32,
        uint16,
        address node,
        bytes calldata,
        bytes calldata output,
        bytes calldata,
        bytes32,
        uint256
    ) internal override onlyAllowedNode(node) {
        emit Heard(node, output);
    }
}
