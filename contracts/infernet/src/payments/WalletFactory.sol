// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.4;

import {Registry} from "../Registry.sol";
import {Wallet} from "./Wallet.sol";

/// @title Makes wallets, and knows those it made: only they take part in payments.
contract WalletFactory {
    Registry private immutable _registry;
    mapping(address => bool) private _made;

    event WalletCreated(address indexed caller, address indexed owner, address wallet);

    constructor(Registry registry) {
        _registry = registry;
    }

    /// @notice Anyone may make a wallet for anyone.
    function createWallet(address initialOwner) external returns (address wallet) {
        wallet = address(new Wallet(_registry, initialOwner));
        _made[wallet] = true;
        emit WalletCreated(msg.sender, initialOwner, wallet);
    }

    function isValidWallet(address wallet) external view returns (bool) {
        return _made[wallet];
    }
}
