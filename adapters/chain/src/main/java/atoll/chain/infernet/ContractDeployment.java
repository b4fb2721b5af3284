package atoll.chain.infernet;

import atoll.chain.Addresses;
import atoll.chain.BlockTag;
import atoll.chain.ContractAbi;
import atoll.chain.Data;
import atoll.chain.Eth;
import atoll.chain.EthereumKey;
import atoll.chain.FeePolicy;
import atoll.chain.JsonRpc;
import atoll.chain.Keccak;
import atoll.chain.Order;
import atoll.chain.Outbox;
import atoll.chain.Pause;
import atoll.chain.SendOutcome;
import atoll.chain.Transactions;
import atoll.kernel.AtollException;
import atoll.kernel.ErrorCode;
import atoll.kernel.Ticker;
import com.esaulpaugh.headlong.abi.Address;
import com.esaulpaugh.headlong.rlp.RLPEncoder;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Puts the contracts on a chain (§5.0): six transactions with consecutive nonces, since the
 * registry comes first and holds the addresses that the others will get. The account must send
 * nothing else meanwhile.
 */
public final class ContractDeployment {
  /** What the protocol takes twice of each payment, in hundredths of a percent. */
  public static final int USUAL_FEE = 500;

  private final JsonRpc rpc;
  private final Transactions transactions;

  public ContractDeployment(JsonRpc rpc, Transactions transactions) {
    this.rpc = rpc;
    this.transactions = transactions;
  }

  /**
   * Deploys from {@code key}'s account, which also gets the fees, at the usual fee; blocks until
   * all six are in blocks.
   */
  public static InfernetAddresses deploy(JsonRpc rpc, EthereumKey key, Ticker ticker, Pause pause)
      throws InterruptedException {
    var transactions =
        new Transactions(
            rpc, key, rpc.get(Eth.chainId()), FeePolicy.USUAL, Outbox.FORGETFUL, ticker, pause);
    return new ContractDeployment(rpc, transactions).deploy(key.address(), USUAL_FEE);
  }

  /**
   * Blocks until all six are in blocks.
   *
   * @param fee in hundredths of a percent, at most 5000
   * @throws AtollException if one of them is not made, or not where it must be; what was made
   *     before stays, without use
   */
  public InfernetAddresses deploy(Address feeRecipient, int fee) throws InterruptedException {
    if (fee < 0 || fee > 5000)
      throw new IllegalArgumentException("fee is between 0 and 5000 hundredths of a percent");
    long nonce = rpc.get(Eth.transactionCount(transactions.account(), BlockTag.PENDING));
    var at = new ArrayList<Address>();
    for (int i = 0; i < 6; i++) at.add(created(transactions.account(), nonce + i));
    var addresses =
        new InfernetAddresses(at.get(0), at.get(1), at.get(2), at.get(3), at.get(4), at.get(5));
    var registry = ContractAbi.addresses(addresses.registry());
    make(
        "Registry",
        ContractAbi.addresses(at.subList(1, 6).toArray(Address[]::new)),
        addresses.registry());
    make("EIP712Coordinator", registry, addresses.coordinator());
    make("Inbox", registry, addresses.inbox());
    make("Reader", registry, addresses.reader());
    make("Fee", feeArguments(feeRecipient, fee), addresses.fee());
    make("WalletFactory", registry, addresses.walletFactory());
    return addresses;
  }

  private void make(String name, byte[] arguments, Address wanted) throws InterruptedException {
    var outcome = transactions.send(Order.create(Artifact.named(name).creation(arguments)));
    if (!(outcome instanceof SendOutcome.Mined(var receipt)) || !receipt.succeeded())
      throw new AtollException(
          ErrorCode.CONFLICT, "the contract " + name + " was not made: " + outcome);
    if (!receipt.made().equals(java.util.Optional.of(wanted)))
      throw new AtollException(
          ErrorCode.CONFLICT,
          "the contract "
              + name
              + " is not at "
              + wanted
              + ": the account sent something else meanwhile; deploy again");
  }

  /** The address of what {@code creator} makes with a nonce. */
  static Address created(Address creator, long nonce) {
    var number = nonce == 0 ? new byte[0] : minimal(BigInteger.valueOf(nonce));
    var hash = Keccak.hash(RLPEncoder.list(List.of(Addresses.bytes(creator), number)));
    return Addresses.parse(Data.of(Arrays.copyOfRange(hash, 12, 32)).hex());
  }

  private static byte[] minimal(BigInteger number) {
    var bytes = number.toByteArray();
    return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  private static byte[] feeArguments(Address recipient, int fee) {
    var arguments = Arrays.copyOf(ContractAbi.addresses(recipient), 64);
    arguments[62] = (byte) (fee >> 8);
    arguments[63] = (byte) fee;
    return arguments;
  }
}
