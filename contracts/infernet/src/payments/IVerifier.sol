// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.4;

/// @title What judges proofs for a fee. It answers through the coordinator's `finalizeProofVerification`, at once or later.
interface IVerifier {
    /// @notice Where its fees go.
    function getWallet() external view returns (address);

    /// @notice Whether it takes its fee in `token`; the zero address is ether.
    function isSupportedToken(address token) external view returns (bool);

    /// @notice What one verification costs in `token`, in the token's smallest unit.
    function fee(address token) external view returns (uint256);

    /// @notice Asks whether `proof` shows that `node` computed this interval.
    function requestProofVerification(uint32 subscriptionId, uint32 interval, address node, bytes calldata proof)
        external;

    receive() external payable;
}
