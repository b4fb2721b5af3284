package atoll.chain.infernet;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.chain.Addresses;
import atoll.chain.Anvil;
import atoll.chain.BlockTag;
import atoll.chain.ContractAbi;
import atoll.chain.Data;
import atoll.chain.Eth;
import atoll.chain.EthereumKey;
import atoll.chain.Order;
import atoll.chain.Receipt;
import atoll.chain.RpcAnswer;
import atoll.chain.SendOutcome;
import atoll.chain.Transactions;
import com.esaulpaugh.headlong.abi.Address;
import com.esaulpaugh.headlong.abi.Tuple;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * A local chain with the contracts deployed, a subscriber, two nodes and a stranger, and short ways
 * to act on it.
 */
public final class World implements AutoCloseable {
  public static final BigInteger ETHER = BigInteger.TEN.pow(18);
  public static final int FEE = 511;

  public final Anvil anvil;
  public final Account deployer;
  public final Account user;
  public final Account node;
  public final Account secondNode;
  public final Account stranger;
  public final InfernetAddresses at;
  public final Contract registry;
  public final Contract coordinator;
  public final Contract inbox;
  public final Contract reader;
  public final Contract fee;
  public final Contract factory;

  /** Who sends. */
  public record Account(EthereumKey key, Transactions transactions) {
    public Address address() {
      return key.address();
    }
  }

  public World() throws IOException, InterruptedException {
    anvil = Anvil.start("--order", "fifo");
    deployer = account(0);
    user = account(1);
    node = account(2);
    secondNode = account(3);
    stranger = account(4);
    at =
        new ContractDeployment(anvil.rpc(), deployer.transactions())
            .deploy(deployer.address(), FEE);
    registry = new Contract("Registry", at.registry(), Artifact.named("Registry").abi());
    coordinator =
        new Contract(
            "EIP712Coordinator", at.coordinator(), Artifact.named("EIP712Coordinator").abi());
    inbox = new Contract("Inbox", at.inbox(), Artifact.named("Inbox").abi());
    reader = new Contract("Reader", at.reader(), Artifact.named("Reader").abi());
    fee = new Contract("Fee", at.fee(), Artifact.named("Fee").abi());
    factory =
        new Contract("WalletFactory", at.walletFactory(), Artifact.named("WalletFactory").abi());
  }

  private Account account(int index) {
    var key = Anvil.key(index);
    return new Account(key, anvil.transactions(key));
  }

  /** A contract made for a test, from contracts/infernet/test. */
  public Contract make(String name, byte[] arguments) throws InterruptedException {
    var artifact = Artifact.at(name, "test/" + name + ".json");
    var receipt = mined(deployer.transactions().send(Order.create(artifact.creation(arguments))));
    return new Contract(name, receipt.made().orElseThrow(), artifact.abi());
  }

  /** Made by the factory for its owner. */
  public Contract wallet(Account owner) throws InterruptedException {
    var receipt = factory.does(owner, "createWallet", owner.address());
    Address address = factory.event(receipt, "WalletCreated").get(2);
    return walletAt(address);
  }

  public Contract walletAt(Address address) {
    return new Contract("Wallet", address, Artifact.named("Wallet").abi());
  }

  public void pay(Address to, BigInteger amount) throws InterruptedException {
    mined(stranger.transactions().send(Order.pay(to, amount)));
  }

  public BigInteger balance(Address of) throws InterruptedException {
    return anvil.rpc().get(Eth.balance(of, BlockTag.LATEST));
  }

  public Receipt mined(SendOutcome outcome) {
    assertThat(outcome).isInstanceOf(SendOutcome.Mined.class);
    var receipt = ((SendOutcome.Mined) outcome).receipt();
    assertThat(receipt.succeeded()).as("%s took effect", receipt).isTrue();
    return receipt;
  }

  public static byte[] words(Object... arguments) {
    var out = java.nio.ByteBuffer.allocate(32 * arguments.length);
    for (var argument : arguments) {
      int end = out.position() + 32;
      byte[] bytes =
          switch (argument) {
            case Address address -> Addresses.bytes(address);
            case Integer number -> BigInteger.valueOf(number).toByteArray();
            default -> throw new IllegalArgumentException("no word: " + argument);
          };
      out.position(end - bytes.length).put(bytes);
    }
    return out.array();
  }

  @Override
  public void close() {
    anvil.close();
  }

  /** A contract on this chain. */
  public final class Contract {
    public final String name;
    public final Address address;
    public final ContractAbi abi;

    Contract(String name, Address address, ContractAbi abi) {
      this.name = name;
      this.address = address;
      this.abi = abi;
    }

    /** Sends, and expects success. */
    public Receipt does(Account by, String function, Object... arguments)
        throws InterruptedException {
      return mined(by.transactions().send(Order.call(address, abi.call(function, arguments))));
    }

    /** The name of the error with which a call is refused; nothing is sent. */
    public String refuses(Account by, String function, Object... arguments)
        throws InterruptedException {
      var message = Eth.Message.to(by.address(), address, abi.call(function, arguments));
      return switch (anvil.rpc().ask(Eth.call(message, BlockTag.LATEST))) {
        case RpcAnswer.Value<Data>(var value) -> "nothing was refused: " + value;
        case RpcAnswer.Refused<Data>(_, _, var data) -> nameOf(data);
      };
    }

    public <T> T asked(String function, Object... arguments) throws InterruptedException {
      return results(function, arguments).get(0);
    }

    public Tuple results(String function, Object... arguments) throws InterruptedException {
      var message = Eth.Message.to(user.address(), address, abi.call(function, arguments));
      return abi.result(function, anvil.rpc().get(Eth.call(message, BlockTag.LATEST)));
    }

    /** The only event of that name that this contract emitted. */
    public Tuple event(Receipt receipt, String event) {
      var found = events(receipt, event);
      assertThat(found).as("%s of %s", event, name).hasSize(1);
      return found.getFirst();
    }

    public List<Tuple> events(Receipt receipt, String event) {
      return receipt.logs().stream()
          .filter(log -> log.contract().equals(address))
          .map(log -> abi.read(event, log))
          .flatMap(Optional::stream)
          .toList();
    }

    private String nameOf(Data data) {
      if (data.hex().startsWith("0x4e487b71"))
        return "Panic " + new BigInteger(data.hex().substring(10), 16);
      for (var other :
          List.of(
              coordinator.abi,
              Artifact.named("Wallet").abi(),
              Artifact.named("Allowlist").abi(),
              Artifact.at("Recorder", "test/Recorder.json").abi(),
              abi)) {
        var found = other.errorName(data);
        if (found.isPresent()) return found.get();
      }
      return ContractError.of(data).map(Enum::name).orElse(data.hex());
    }
  }
}
