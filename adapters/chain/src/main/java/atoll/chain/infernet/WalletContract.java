package atoll.chain.infernet;

import atoll.chain.Addresses;
import atoll.chain.BlockTag;
import atoll.chain.ContractAbi;
import atoll.chain.Eth;
import atoll.chain.Order;
import atoll.chain.RpcCall;
import com.esaulpaugh.headlong.abi.Address;
import java.math.BigInteger;

/** A payment wallet, once the factory has said that it is one. Token zero is ether. */
public record WalletContract(Address address) {
  private static final int WORD = 32;
  private static final ContractAbi WALLET = Artifact.named("Wallet").abi();
  private static final ContractAbi TOKEN =
      new ContractAbi(
          """
          [{"type":"function","name":"balanceOf","stateMutability":"view",
            "inputs":[{"name":"owner","type":"address"}],"outputs":[{"name":"","type":"uint256"}]}]
          """);

  public RpcCall<Address> owner(BlockTag block) {
    return InfernetContracts.ask(address, WALLET, block, result -> result.get(0), "owner");
  }

  /**
   * All that it holds, escrows included. A token is a stranger's contract: of one that answers
   * nonsense it holds nothing, and no service is to blame.
   */
  public RpcCall<BigInteger> balance(Address token, BlockTag block) {
    if (Addresses.isZero(token)) return Eth.balance(address, block);
    var message = Eth.Message.to(Addresses.ZERO, token, TOKEN.call("balanceOf", address));
    return Eth.call(message, block)
        .map(data -> data.length() == WORD ? new BigInteger(1, data.bytes()) : BigInteger.ZERO);
  }

  /** What {@code spender} may still spend or escrow. */
  public RpcCall<BigInteger> allowance(Address spender, Address token, BlockTag block) {
    return InfernetContracts.ask(
        address, WALLET, block, result -> result.get(0), "allowance", spender, token);
  }

  /** Sets what {@code spender} may spend; only the owner's transaction is taken. */
  public Order approve(Address spender, Address token, BigInteger amount) {
    return Order.call(address, WALLET.call("approve", spender, token, amount));
  }

  /** Takes out what is not escrowed, to the owner. */
  public Order withdraw(Address token, BigInteger amount) {
    return Order.call(address, WALLET.call("withdraw", token, amount));
  }
}
