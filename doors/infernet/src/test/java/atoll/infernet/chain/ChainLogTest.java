package atoll.infernet.chain;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.chain.infernet.World;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.math.BigInteger;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The lines that operators and suites of the original search a node's log for (Infernet §7). */
class ChainLogTest extends OnAnvil {
  private static final BigInteger TENTH = World.ETHER.divide(BigInteger.TEN);

  private final Logger chain = (Logger) LoggerFactory.getLogger("chain");
  private final Lines lines = new Lines();

  /** Everything that was told so far. */
  private static final class Lines extends AppenderBase<ILoggingEvent> {
    private final List<String> said = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      var line = new StringBuilder(event.getFormattedMessage());
      if (event.getKeyValuePairs() != null)
        for (var pair : event.getKeyValuePairs())
          line.append(' ').append(pair.key).append('=').append(pair.value);
      said.add(line.toString());
    }

    boolean have(String regex) {
      var pattern = Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
      return said.stream().anyMatch(line -> pattern.matcher(line).find());
    }
  }

  @BeforeEach
  void listen() {
    lines.start();
    chain.addAppender(lines);
    chain.setLevel(Level.INFO);
  }

  @AfterEach
  void listenNoMore() {
    chain.detachAppender(lines);
    chain.setLevel(null);
  }

  @Test
  @DisplayName("checks 21 and 23: what is sent is told, and so is what was cancelled")
  void sentAndCancelled() throws Exception {
    start("");
    var subscriber = subscriber();
    long id = subscribe(subscriber, "echo", 2, 3600);
    world.anvil.goTo(terms(id).activeAt());
    await60().until(() -> lines.have("Sent tx.*id=" + id));
    subscriber.does(world.user, "cancel", id);
    world.anvil.goTo(world.anvil.now() + 3600);
    await60().until(() -> lines.have("subscription cancelled.*" + id));
    assertThat(lines.have("Relayed subscription creation.*id=" + id)).isTrue();
    await60().until(() -> lines.have("Stopped tracking subscription: " + id));
  }

  @Test
  @DisplayName("§7: what was sent is told when it is, not when a block has it")
  void sentBeforeItIsMined() throws Exception {
    start("");
    long id = subscribe(subscriber(), "echo", 2, 3600);
    world.anvil.command("evm_setAutomine", false);
    world.anvil.goTo(terms(id).activeAt());
    await60().until(() -> lines.have("Sent tx.*id=" + id));
    assertThat(lines.have("Delivered.*id=" + id)).isFalse();
    awaitMining(() -> lines.have("Delivered.*id=" + id + ".*tx_hash=0x"));
  }

  @Test
  @DisplayName("check 25: a stranger's signature is told")
  void mismatch() throws Exception {
    var node = start("");
    var delegated = delegated(7);
    post(node, delegated, world.stranger.key().sign(delegated.digest(domain())));
    await60().until(() -> lines.have("Subscription signer mismatch"));
  }

  @Test
  @DisplayName("check 26: why a payment is not enough is told for each subscription")
  void skipped() throws Exception {
    var earner = world.wallet(world.node);
    var payer = world.wallet(world.user);
    var token = world.make("PlainToken", new byte[0]);
    start(
        ",\"payment_address\":\"" + earner.address + "\"",
        container,
        ",\"accepted_payments\":{\"" + NOBODY + "\":" + TENTH + "}");
    long other = pay(TENTH, token.address, payer.address, NOBODY);
    await60()
        .until(() ->
            lines.have(
                "Skipping subscription: %d: Token %s not accepted for container echo\\."
                    .formatted(other, token.address)));
    long less = pay(BigInteger.ONE, payer);
    await60()
        .until(() ->
            lines.have(
                "Skipping subscription: %d: Token %s below minimum payment requirements"
                    .formatted(less, NOBODY)));
    long poor = pay(TENTH, payer);
    await60()
        .until(() ->
            lines.have(
                "Skipping subscription: %d: Subscription wallet has insufficient balance.*%s"
                    .formatted(poor, payer.address)));
    world.pay(payer.address, World.ETHER);
    long unallowed = pay(TENTH, payer);
    await60().until(() -> lines.have(": " + unallowed + ": .*insufficient allowance"));
    long foreign = pay(TENTH, NOBODY, world.stranger.address(), NOBODY);
    await60()
        .until(() ->
            lines.have(
                "Skipping subscription: "
                    + foreign
                    + ": Invalid subscription wallet, please use a wallet generated by infernet's"
                    + " `WalletFactory`"));
  }

  @Test
  @DisplayName("§4.9: a node that cannot be paid says so")
  void withoutAWallet() throws Exception {
    start("");
    long id = pay(TENTH, world.wallet(world.user));
    await60()
        .until(() ->
            lines.have(
                "Skipping subscription: " + id + ": No payment address provided for the node"));
  }

  @Test
  @DisplayName("check 28: three attempts, and then it is told that there are no more")
  void exhausted() throws Exception {
    start(",\"allowed_sim_errors\":[\"0x\"]");
    consumer.does(world.user, "refuse", true);
    long id = request("echo", 1);
    awaitMining(
        () -> lines.have("Subscription has exceeded the maximum number of attempts.*id=" + id));
    assertThat(lines.have("Evicted failed tx.*id=" + id)).isTrue();
  }

  @Test
  @DisplayName("an account without money is told, and delivers when it has some")
  void unfunded() throws Exception {
    var account = world.node.address().toString();
    world.anvil.command("anvil_setBalance", account, "0x0");
    start("");
    long id = request("echo", 1);
    await60().until(() -> lines.have("Failed to send tx.*funds.*id=" + id));
    assertThat(answers(id, 1)).isZero();
    world.anvil.command("anvil_setBalance", account, "0xde0b6b3a7640000");
    await60().until(() -> answers(id, 1) == 1);
    assertThat(container.bodies()).as("computed once").hasSize(1);
  }
}
