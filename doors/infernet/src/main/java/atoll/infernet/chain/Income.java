package atoll.infernet.chain;

import atoll.chain.Addresses;
import atoll.chain.Block;
import atoll.chain.BlockTag;
import atoll.chain.ChainRefusal;
import atoll.chain.Eth;
import atoll.chain.JsonRpc;
import atoll.chain.infernet.InfernetContracts;
import atoll.chain.infernet.Payment;
import atoll.journal.Codec;
import atoll.journal.Journal;
import atoll.journal.RecordVersion;
import atoll.journal.Repository;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.StrictJson;
import atoll.settlement.Account;
import atoll.settlement.Asset;
import atoll.settlement.Ledger;
import atoll.settlement.Transfer;
import com.esaulpaugh.headlong.abi.Address;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Enters into the ledger what payment wallets paid to this node's and it to them, for answers and
 * for proofs (Infernet §5.3, §5.4), once that is so deep in the chain that it stays. Begins with
 * the block at which it is first opened. For one thread.
 */
final class Income {
  private static final long DEPTH = 12;
  private static final long MOST_BLOCKS = 1000;
  private static final int MOST_PIECES = 10;

  /** How many blocks are read again after a restart, at the most: entering twice is harmless. */
  private static final long KEPT_EVERY = 100;

  private final JsonRpc rpc;
  private final InfernetContracts contracts;
  private final Address own;
  private final Ledger ledger;
  private final String scope;
  private final long chainId;
  private final Repository<Long> position;
  private final Map<Address, Boolean> wallets = new HashMap<>();
  private final ChainEvents events;
  private long next;
  private long keptNext;
  private long atOnce = MOST_BLOCKS;

  /**
   * @param own this node's payment wallet
   * @param scope tells one chain and its contracts from others
   * @param latest the chain's latest block
   */
  Income(
      JsonRpc rpc,
      InfernetContracts contracts,
      Address own,
      Ledger ledger,
      Journal journal,
      String scope,
      long chainId,
      Block latest,
      ChainEvents events) {
    this.rpc = rpc;
    this.contracts = contracts;
    this.own = own;
    this.ledger = ledger;
    this.scope = scope;
    this.chainId = chainId;
    this.position = new Repository<>(journal, "chain-income", new PositionCodec());
    this.events = events;
    this.next = position.find(name()).orElse(0L);
    if (next == 0) {
      next = latest.number() + 1;
      position.save(name(), next);
    }
    keptNext = next;
  }

  /** Of this node, in the ledger. */
  Account account() {
    return account(own);
  }

  /**
   * Enters what is deep enough by now, or a good piece of it.
   *
   * @throws atoll.chain.RpcException if no service answers; the rest is read the next time
   */
  void read(Block latest) throws InterruptedException {
    long deep = latest.number() - DEPTH;
    for (int piece = 0; next <= deep && piece < MOST_PIECES; piece++) {
      long last = Math.min(deep, next + atOnce - 1);
      try {
        for (var payment : payments(next, last)) enter(payment);
      } catch (ChainRefusal e) {
        if (last == next) events.trouble("Reading what was paid", String.valueOf(e.getMessage()));
        atOnce = Math.max(1, (last - next + 1) / 2);
        return;
      }
      next = last + 1;
    }
    if (next - keptNext < KEPT_EVERY) return;
    position.save(name(), next);
    keptNext = next;
  }

  private List<Payment> payments(long from, long to) throws InterruptedException {
    var all = new ArrayList<>(rpc.get(contracts.paidBy(own, from, to)));
    for (var payment : rpc.get(contracts.paidTo(own, from, to)))
      if (isWallet(payment.from())) all.add(payment);
    return all;
  }

  /** Anybody can say to have paid. */
  private boolean isWallet(Address address) throws InterruptedException {
    var known = wallets.get(address);
    if (known != null) return known;
    boolean is = rpc.get(contracts.isWallet(address, BlockTag.LATEST));
    wallets.put(address, is);
    return is;
  }

  private void enter(Payment payment) throws InterruptedException {
    if (payment.amount().signum() == 0 || payment.from().equals(payment.to())) return;
    var block = rpc.get(Eth.block(new BlockTag.At(payment.block()))).orElseThrow();
    var receipt = rpc.get(Eth.receipt(payment.transaction()));
    var _ =
        ledger.enter(
            new Transfer(
                "%s/%s/%s"
                    .formatted(scope, payment.transaction().hex(), Long.toString(payment.index())),
                Instant.ofEpochSecond(block.timestamp()),
                account(payment.from()),
                account(payment.to()),
                Addresses.isZero(payment.token())
                    ? Asset.coin(chainId)
                    : Asset.token(chainId, payment.token().toString()),
                payment.amount(),
                receipt
                    .flatMap(contracts::subscriptionOf)
                    .map(id -> "subscription " + id)
                    .orElse("")));
  }

  /** An account on a chain, as chains name it (CAIP-10). */
  private Account account(Address address) {
    return new Account("eip155:%s:%s".formatted(Long.toString(chainId), address));
  }

  private String name() {
    return scope + "/" + Addresses.wire(own);
  }

  /** The next block that is to be read. */
  private static final class PositionCodec implements Codec<Long> {
    @Override
    public byte[] encode(Long next) {
      var out = RecordVersion.write(new CanonicalJson().beginObject(), 1);
      return out.name("next").value(next).endObject().toBytes();
    }

    @Override
    public Long decode(byte[] bytes) {
      var fields = Fields.of(StrictJson.MESSAGE.read(bytes));
      RecordVersion.require(fields, 1);
      return fields.integer("next");
    }
  }
}
