package atoll.chain.infernet;

import com.esaulpaugh.headlong.abi.Address;

/**
 * Where the contracts of one deployment are. A node is told the registry's, and asks it for the
 * others.
 */
public record InfernetAddresses(
    Address registry,
    Address coordinator,
    Address inbox,
    Address reader,
    Address fee,
    Address walletFactory) {}
