// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.4;

import {ERC20} from "solady/tokens/ERC20.sol";

/// @title A token that anyone mints, and anyone burns.
contract PlainToken is ERC20 {
    function name() public pure override returns (string memory) {
        return "Plain";
    }

    function symbol() public pure override returns (string memory) {
        return "PLN";
    }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    /// @dev As a token does that shrinks balances by itself.
    function shrink(address from, uint256 amount) external {
        _burn(from, amount);
    }
}

/// @title A token whose transfer returns nothing, as some old ones do.
contract SilentToken {
    mapping(address => uint256) public balanceOf;

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function transfer(address to, uint256 amount) external {
        balanceOf[msg.sender] -= amount;
        balanceOf[to] += amount;
    }
}

/// @title A token that says no by its answer instead of failing.
contract DenyingToken {
    function balanceOf(address) external pure returns (uint256) {
        return type(uint256).max;
    }

    function transfer(address, uint256) external pure returns (bool) {
        return false;
    }
}
