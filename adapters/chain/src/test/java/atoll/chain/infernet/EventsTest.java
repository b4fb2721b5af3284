package atoll.chain.infernet;

import static org.assertj.core.api.Assertions.assertThat;

import atoll.chain.Addresses;
import atoll.chain.Data;
import atoll.chain.Log;
import atoll.chain.Receipt;
import atoll.chain.Word;
import com.esaulpaugh.headlong.abi.Address;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Appendix A.2: events to the byte, since others decode them by position. */
class EventsTest extends OnChain {
  private static final String CREATED =
      "0x04344ed7a67fec80c444d56ee1cee242f3f75b91fecc8dbce8890069c82eb48e";
  private static final String CANCELLED =
      "0xf4126e31c182db4c4109605c6d50470fc7e8ca90d62d44fd25cbe049fb9cac3e";
  private static final String FULFILLED =
      "0xc68fb0ae5cea2793405d29014d881bcda18f67122e0bcd7d0a577e118b64e4c8";
  private static final String VERIFIED =
      "0xaf1556610075709bf885e17681512d329b1a40f799ee5196f79461e89b656454";
  private static final String INBOX_ITEM =
      "0xac56b74ea9119b4c4e424d8ed4c3cec0c84d1f6b02200df5a8cd27eb756994d1";
  private static final String WALLET =
      "0xca0b7dde26052d34217ef1a0cee48085a07ca32da0a918609937a307d496bbf5";
  private static final String WITHDRAWN =
      "0x65ac0d8bb8cbc0e989ebd02ddc5161d7c499f7c21792e43fcf170314fe6bcc3f";
  private static final String APPROVED =
      "0x8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925";
  private static final String ESCROWED =
      "0x813582499997f00ba0142c7813740a6e381df71a63d11d8c8f208f66b7795d26";
  private static final String PAID =
      "0xd1398bee19313d6bf672ccb116e51f4a1a947e91c757907f51fbb5b5e56c698f";

  @Test
  void aLazyLifeSaysTheseBytes() throws Exception {
    var consumer = subscriber();
    var subscribed =
        consumer.does(
            world.user,
            "subscribe",
            "echo",
            1L,
            0L,
            1,
            true,
            NOBODY,
            BigInteger.ZERO,
            NOBODY,
            NOBODY);
    assertThat(subscribed.logs())
        .containsExactly(log(world.at.coordinator(), topics(CREATED, 1), ""));
    var delivered = deliver(world.node, 1, 1);
    assertThat(of(delivered, world.at.inbox()))
        .containsExactly(
            new Log(
                world.at.inbox(),
                List.of(new Word(INBOX_ITEM), ContainerId.of("echo"), word(world.node.address())),
                data(0)));
    assertThat(of(delivered, world.at.coordinator()))
        .containsExactly(
            log(world.at.coordinator(), topics(FULFILLED, 1, world.node.address()), ""));
    assertThat(consumer.does(world.user, "cancel", 1L).logs())
        .containsExactly(log(world.at.coordinator(), topics(CANCELLED, 1), ""));
  }

  @Test
  void aPaidAndProvenLifeSaysTheseBytes() throws Exception {
    var consumer = callback();
    var verifier = world.make("JudgingVerifier", World.words(world.at.coordinator()));
    verifier.does(world.user, "support", NOBODY, BigInteger.valueOf(1000));
    verifier.does(world.user, "behave", 1);

    var made = world.factory.does(world.stranger, "createWallet", world.user.address());
    var payer = world.walletAt(world.factory.event(made, "WalletCreated").get(2));
    assertThat(of(made, world.at.walletFactory()))
        .containsExactly(
            new Log(
                world.at.walletFactory(),
                topics(WALLET, world.stranger.address(), world.user.address()),
                data(payer.address)));
    var earner = world.wallet(world.node);
    var amount = BigInteger.valueOf(100_000);
    for (var wallet : List.of(payer, earner)) world.pay(wallet.address, amount);
    assertThat(payer.does(world.user, "approve", consumer.address, NOBODY, amount).logs())
        .containsExactly(
            new Log(payer.address, topics(APPROVED, consumer.address), data(NOBODY, 100_000)));
    earner.does(world.node, "approve", world.node.address(), NOBODY, amount);

    long id = requestPaid(consumer, 1, amount, NOBODY, payer.address, verifier.address);
    var delivered = deliver(world.node, id, 1, earner.address);
    // 5.11 % twice of 100000, then the verifier's 1000 of which 5.11 % go to the protocol.
    var spender = consumer.address;
    var protocol = world.deployer.address();
    assertThat(of(delivered, payer.address))
        .containsExactly(
            paid(payer.address, spender, protocol, 10_220),
            paid(payer.address, spender, protocol, 51),
            paid(payer.address, spender, verifier.address, 949),
            escrow(payer.address, spender, 88_780, 1),
            escrow(payer.address, spender, 88_780, 0),
            paid(payer.address, spender, earner.address, 88_780));
    assertThat(of(delivered, earner.address))
        .containsExactly(
            escrow(earner.address, world.node.address(), 100_000, 1),
            escrow(earner.address, world.node.address(), 100_000, 0));
    assertThat(of(delivered, world.at.coordinator()))
        .containsExactly(
            new Log(
                world.at.coordinator(),
                topics(VERIFIED, id, 1, world.node.address()),
                data(1, verifier.address, 1)),
            log(world.at.coordinator(), topics(FULFILLED, id, world.node.address()), ""));

    assertThat(earner.does(world.node, "withdraw", NOBODY, BigInteger.ONE).logs())
        .containsExactly(new Log(earner.address, topics(WITHDRAWN), data(NOBODY, 1)));
  }

  private static Log paid(Address wallet, Address spender, Address to, long amount) {
    return new Log(wallet, topics(PAID, spender, to), data(NOBODY, amount));
  }

  private static Log escrow(Address wallet, Address spender, long amount, int locked) {
    return new Log(wallet, topics(ESCROWED, spender), data(NOBODY, amount, locked));
  }

  private static List<Log> of(Receipt receipt, Address contract) {
    return receipt.logs().stream().filter(log -> log.contract().equals(contract)).toList();
  }

  private static Log log(Address contract, List<Word> topics, String data) {
    return new Log(contract, topics, new Data("0x" + data));
  }

  private static List<Word> topics(String event, Object... indexed) {
    return Stream.concat(Stream.of(new Word(event)), Stream.of(indexed).map(EventsTest::word))
        .toList();
  }

  private static Data data(Object... values) {
    var hex = new StringBuilder("0x");
    for (var value : values) hex.append(word(value).hex().substring(2));
    return new Data(hex.toString());
  }

  private static Word word(Object value) {
    return switch (value) {
      case Address address ->
          new Word("0x" + "00".repeat(12) + Addresses.wire(address).substring(2));
      case Number number -> new Word("0x" + "%064x".formatted(number.longValue()));
      default -> throw new IllegalArgumentException("no word: " + value);
    };
  }
}
