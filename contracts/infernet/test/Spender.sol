// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.4;

import {Registry} from "../src/Registry.sol";
import {Wallet} from "../src/payments/Wallet.sol";

/// @title Stands in for the coordinator before a wallet, to try what the real one never does.
contract Spender {
    Wallet public immutable WALLET;

    constructor(address owner) {
        Registry registry =
            new Registry(address(this), address(0), address(0), address(0), address(0));
        WALLET = new Wallet(registry, owner);
    }

    function spend(address spender, address token, address to, uint256 amount) external {
        WALLET.cTransfer(spender, token, to, amount);
    }

    function lock(address spender, address token, uint256 amount) external {
        WALLET.cLock(spender, token, amount);
    }

    function unlock(address spender, address token, uint256 amount) external {
        WALLET.cUnlock(spender, token, amount);
    }
}
