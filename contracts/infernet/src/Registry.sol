// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.4;

/// @title The address book: where the other contracts of one deployment are.
/// @notice Deployed first, so its arguments are addresses that the deployer has yet to fill, in the order of its nonces:
/// registry, coordinator, inbox, reader, fee, wallet factory.
contract Registry {
    address public immutable COORDINATOR;
    address public immutable INBOX;
    address public immutable READER;
    address public immutable FEE;
    address public immutable WALLET_FACTORY;

    constructor(address coordinator, address inbox, address reader, address fee, address walletFactory) {
        COORDINATOR = coordinator;
        INBOX = inbox;
        READER = reader;
        FEE = fee;
        WALLET_FACTORY = walletFactory;
    }
}
