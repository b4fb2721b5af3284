package atoll.infernet.chain;

import atoll.chain.Addresses;
import atoll.chain.Block;
import atoll.chain.BlockTag;
import atoll.chain.ChainRefusal;
import atoll.chain.Eth;
import atoll.chain.JsonRpc;
import atoll.chain.RpcException;
import atoll.chain.infernet.InfernetContracts;
import atoll.chain.infernet.Payment;
import atoll.journal.Codec;
import atoll.journal.Journal;
import atoll.journal.RecordVersion;
import atoll.journal.Repository;
import atoll.kernel.AtollException;
import atoll.kernel.Backoff;
import atoll.kernel.ErrorCode;
import atoll.kernel.Ticker;
import atoll.kernel.json.CanonicalJson;
import atoll.kernel.json.Fields;
import atoll.kernel.json.StrictJson;
import atoll.settlement.Account;
import atoll.settlement.Asset;
import atoll.settlement.Ledger;
import atoll.settlement.Transfer;
import com.esaulpaugh.headlong.abi.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Enters into the ledger what payment wallets paid to this node's and it to them, for answers and
 * for proofs (Infernet §5.3, §5.4), once that is so deep in the chain that it stays. Begins with
 * the block at which it is first opened. For one thread at a time.
 */
final class Income {
  private static final long DEPTH = 12;
  private static final long MOST_BLOCKS = 1000;
  private static final int MOST_PIECES = 10;
  private static final int MOST_KNOWN = 10_000;
  private static final String DOING = "Reading what was paid";

  /** Fewer blocks are not asked about by themselves, unless no more came for so long. */
  private static final long FEWEST_BLOCKS = 4;

  private static final Duration LONG = Duration.ofMinutes(1);

  /** How often one block is tried that a service refuses to tell of; some seven minutes. */
  private static final int TRIES = 12;

  private static final Backoff PAUSES = new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(1));

  /** How many pieces are read before larger ones are tried again. */
  private static final int GROWS_AFTER = 8;

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
  private final Ticker ticker;
  private final ChainEvents events;
  private long next;
  private long keptNext;
  private long atOnce = MOST_BLOCKS;
  private int grown;
  private int failures;
  private long skipped;
  private long notBefore;
  private long lastRead;

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
      Ticker ticker,
      ChainEvents events) {
    this.rpc = rpc;
    this.contracts = contracts;
    this.own = own;
    this.ledger = ledger;
    this.scope = scope;
    this.chainId = chainId;
    this.position = new Repository<>(journal, "chain-income", new PositionCodec());
    this.events = events;
    this.ticker = ticker;
    this.notBefore = ticker.nanos();
    this.lastRead = notBefore;
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
   * Enters what is deep enough by now, or a good piece of it. What fails is told once and tried
   * again after longer and longer pauses; nobody else waits for it.
   */
  void look(Block latest) throws InterruptedException {
    if (ticker.nanos() - notBefore < 0) return;
    try {
      read(latest.number() - DEPTH);
    } catch (AtollException e) {
      if (failures++ == 0) events.trouble(DOING, String.valueOf(e.getMessage()));
      rest();
    } catch (RuntimeException e) {
      failures++;
      events.broken(DOING, e);
      rest();
    }
  }

  private void rest() {
    notBefore = ticker.nanos() + PAUSES.afterFailures(failures).toNanos();
  }

  private void read(long deep) throws InterruptedException {
    if (deep - next + 1 < FEWEST_BLOCKS && ticker.nanos() - lastRead < LONG.toNanos()) return;
    for (int piece = 0; next <= deep && piece < MOST_PIECES; piece++) {
      long last = Math.min(deep, next + atOnce - 1);
      try {
        for (var payment : payments(next, last)) enter(payment);
        wasRead(last);
      } catch (ChainRefusal | RpcException e) {
        grown = 0;
        if (last > next) {
          atOnce = (last - next + 1) / 2;
          if (e instanceof ChainRefusal) continue;
        }
        if (last > next || !isHopeless(e)) throw e;
        skip(e);
      }
    }
    if (next - keptNext < KEPT_EVERY) return;
    position.save(name(), next);
    keptNext = next;
  }

  private void wasRead(long last) {
    if (skipped > 1) events.notEntered(next - skipped, next - 1, "then it could be read again");
    skipped = 0;
    failures = 0;
    next = last + 1;
    lastRead = ticker.nanos();
    if (++grown < GROWS_AFTER) return;
    grown = 0;
    atOnce = Math.min(MOST_BLOCKS, atOnce * 2);
  }

  /**
   * Whether enough was tried to read a block. Such as a service has thrown away come many in a row,
   * and after the first there is no waiting for the others; a limit on what is asked passes.
   */
  private boolean isHopeless(AtollException refused) {
    if (!(refused instanceof ChainRefusal)) return false;
    return failures >= TRIES || skipped > 0 && refused.code() != ErrorCode.OVERLOADED;
  }

  private void skip(AtollException why) {
    if (skipped == 0) events.notEntered(next, next, String.valueOf(why.getMessage()));
    skipped++;
    failures = why.code() == ErrorCode.OVERLOADED ? 1 : failures;
    next++;
  }

  private List<Payment> payments(long from, long to) throws InterruptedException {
    var all = new ArrayList<>(rpc.get(contracts.paidBy(own, from, to)));
    for (var payment : rpc.get(contracts.paidTo(own, from, to)))
      if (payment.amount().signum() != 0 && isWallet(payment.from())) all.add(payment);
    return all;
  }

  /** Anybody can say to have paid. */
  private boolean isWallet(Address address) throws InterruptedException {
    var known = wallets.get(address);
    if (known != null) return known;
    boolean is = rpc.get(contracts.isWallet(address, BlockTag.LATEST));
    if (wallets.size() >= MOST_KNOWN) wallets.clear();
    wallets.put(address, is);
    return is;
  }

  private void enter(Payment payment) throws InterruptedException {
    if (payment.amount().signum() == 0 || payment.from().equals(payment.to())) return;
    var block =
        rpc.get(Eth.block(new BlockTag.At(payment.block())))
            .orElseThrow(() ->
                new AtollException(
                    ErrorCode.UNREACHABLE,
                    "a service tells of a payment in block "
                        + payment.block()
                        + ", and one does not have that block yet"));
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
