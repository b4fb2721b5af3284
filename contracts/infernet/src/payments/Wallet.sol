// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.4;

import {Ownable} from "solady/auth/Ownable.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {Registry} from "../Registry.sol";
import {Coordinated} from "../utility/Coordinated.sol";

/// @title Holds ether and tokens for one owner, who allows spenders; the coordinator spends and escrows in their names.
/// @dev The zero address stands for ether. What is escrowed can be spent by nobody until it is released.
contract Wallet is Ownable, Coordinated {
    /// @notice What a spender may still spend of a token.
    mapping(address => mapping(address => uint256)) public allowance;

    mapping(address => uint256) private _locked;
    mapping(address => mapping(address => uint256)) private _lockedBy;

    event Withdrawl(address token, uint256 amount);
    event Approval(address indexed spender, address token, uint256 amount);
    event Escrow(address indexed spender, address token, uint256 amount, bool locked);
    event Transfer(address indexed spender, address token, address indexed to, uint256 amount);

    error TransferFailed();
    error InsufficientFunds();
    error InsufficientAllowance();

    constructor(Registry registry, address initialOwner) Coordinated(registry) {
        _initializeOwner(initialOwner);
    }

    receive() external payable {}

    /// @notice Takes out what is not escrowed.
    function withdraw(address token, uint256 amount) external onlyOwner {
        if (amount > _unlocked(token)) revert InsufficientFunds();
        _send(token, msg.sender, amount);
        emit Withdrawl(token, amount);
    }

    /// @notice Sets what `spender` may spend from now on; what is escrowed stays so.
    function approve(address spender, address token, uint256 amount) external onlyOwner {
        allowance[spender][token] = amount;
        emit Approval(spender, token, amount);
    }

    /// @notice Pays in the name of `spender`, and never out of an escrow.
    function cTransfer(address spender, address token, address to, uint256 amount) external onlyCoordinator {
        _spend(spender, token, amount);
        // A wallet that holds too little altogether fails as the transfer itself does.
        if (amount > _unlocked(token) && amount <= _balance(token)) revert InsufficientFunds();
        _send(token, to, amount);
        emit Transfer(spender, token, to, amount);
    }

    /// @notice Puts aside in the name of `spender`.
    function cLock(address spender, address token, uint256 amount) external onlyCoordinator {
        if (amount > _unlocked(token)) revert InsufficientFunds();
        _spend(spender, token, amount);
        _locked[token] += amount;
        _lockedBy[spender][token] += amount;
        emit Escrow(spender, token, amount, true);
    }

    /// @notice Releases what was put aside in the name of `spender`, who may spend it again.
    function cUnlock(address spender, address token, uint256 amount) external onlyCoordinator {
        if (amount > _lockedBy[spender][token]) revert InsufficientFunds();
        _locked[token] -= amount;
        _lockedBy[spender][token] -= amount;
        uint256 allowed = allowance[spender][token];
        // The owner may have allowed everything meanwhile.
        allowance[spender][token] = amount > type(uint256).max - allowed ? type(uint256).max : allowed + amount;
        emit Escrow(spender, token, amount, false);
    }

    function _spend(address spender, address token, uint256 amount) private {
        uint256 allowed = allowance[spender][token];
        if (amount > allowed) revert InsufficientAllowance();
        allowance[spender][token] = allowed - amount;
    }

    /// @dev A token that shrinks balances may leave less than is escrowed: then nothing is free.
    function _unlocked(address token) private view returns (uint256) {
        uint256 balance = _balance(token);
        uint256 locked = _locked[token];
        return balance > locked ? balance - locked : 0;
    }

    function _balance(address token) private view returns (uint256) {
        return token == address(0) ? address(this).balance : SafeTransferLib.balanceOf(token, address(this));
    }

    /// @dev Ether reaches even a receiver that refuses it, so no receiver can block a delivery.
    function _send(address token, address to, uint256 amount) private {
        if (token == address(0)) SafeTransferLib.forceSafeTransferETH(to, amount);
        else SafeTransferLib.safeTransfer(token, to, amount);
    }
}
