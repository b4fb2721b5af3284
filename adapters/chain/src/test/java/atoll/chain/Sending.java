package atoll.chain;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * What tests of transactions share: an account on a chain of its own, an outbox, and time that
 * passes when they say so.
 */
@Timeout(120)
abstract class Sending {
  protected static final BigInteger ONE = BigInteger.ONE;
  protected static final com.esaulpaugh.headlong.abi.Address SOMEONE =
      Addresses.parse("0x1111111111111111111111111111111111111111");

  protected final List<Transaction.Signed> left = Collections.synchronizedList(new ArrayList<>());
  protected final AtomicLong waited = new AtomicLong();
  protected boolean passing;
  protected int confirmations = 1;
  protected Function<JsonRpc, Exit> leaving = Exit::open;
  protected JsonRpc rpc;
  protected Anvil anvil;

  @BeforeEach
  void begin() throws Exception {
    anvil = Anvil.start();
    rpc = anvil.rpc();
  }

  @AfterEach
  void end() {
    anvil.close();
  }

  /** What happens while a transaction waits. */
  @FunctionalInterface
  protected interface Meanwhile {
    void after(long polls) throws InterruptedException;
  }

  /** Replaces after 10 polls and gives up after 100, once time passes. */
  protected Transactions transactions(
      EthereumKey key, long maxGas, BigInteger maxFee, Meanwhile meanwhile) {
    var polls = new AtomicLong();
    return new Transactions(
        rpc,
        leaving.apply(rpc),
        key,
        anvil.chainId(),
        new FeePolicy(
            maxGas,
            20,
            maxFee,
            13,
            Duration.ofSeconds(10),
            Duration.ofSeconds(100),
            Duration.ofSeconds(1),
            confirmations),
        new Outbox() {
          @Override
          public void leaving(Transaction.Signed transaction) {
            left.add(transaction);
          }

          @Override
          public void stayed(Transaction.Signed transaction) {
            left.remove(transaction);
          }
        },
        waited::get,
        length -> {
          if (passing) waited.addAndGet(length.toNanos());
          meanwhile.after(polls.incrementAndGet());
        });
  }

  protected Transactions usual(Meanwhile meanwhile) {
    return transactions(Anvil.key(0), 5_000_000, BigInteger.TEN.pow(12), meanwhile);
  }

  /** Nothing is mined by itself, and time passes with each poll. */
  protected void mineOnlyOnCommand() throws InterruptedException {
    anvil.command("evm_setAutomine", false);
    passing = true;
  }

  protected Transactions usual() {
    return usual(_ -> {});
  }

  protected long balance() throws InterruptedException {
    return anvil.rpc().get(Eth.balance(SOMEONE, BlockTag.LATEST)).longValueExact();
  }
}
