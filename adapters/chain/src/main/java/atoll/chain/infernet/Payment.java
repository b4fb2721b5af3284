package atoll.chain.infernet;

import atoll.chain.Word;
import com.esaulpaugh.headlong.abi.Address;
import java.math.BigInteger;

/**
 * What a contract says that it paid. Whether it is a payment wallet at all is for the factory to
 * say, since any contract can say anything.
 *
 * @param token zero for ether
 * @param index of the event in its block
 */
public record Payment(
    Address from,
    Address to,
    Address token,
    BigInteger amount,
    long block,
    Word transaction,
    long index) {}
