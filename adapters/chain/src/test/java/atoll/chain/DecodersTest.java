package atoll.chain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import atoll.chain.infernet.Artifact;
import atoll.chain.infernet.ConsumerContract;
import atoll.chain.infernet.InfernetAddresses;
import atoll.chain.infernet.InfernetContracts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever bytes a service sends: a value, a refusal, or an {@link RpcException}; nothing else
 * comes out.
 */
class DecodersTest {
  private static final RpcWire WIRE = new RpcWire(1 << 16);
  private static final Word HASH = new Word("0x" + "ab".repeat(32));
  private static final InfernetContracts CONTRACTS =
      new InfernetContracts(
          new InfernetAddresses(
              Addresses.ZERO,
              Addresses.ZERO,
              Addresses.ZERO,
              Addresses.ZERO,
              Addresses.ZERO,
              Addresses.ZERO));

  private static final Map<RpcCall<?>, String> HONEST = new HashMap<>();

  static {
    var block =
        "{'number':'0x10','hash':'@','parentHash':'@','timestamp':'0x5','baseFeePerGas':'0x7'}";
    HONEST.put(Eth.block(BlockTag.LATEST), block);
    HONEST.put(
        Eth.receipt(HASH),
        "{'transactionHash':'@','blockNumber':'0x1','blockHash':'@','status':'0x1','gasUsed':'0x5',"
            + "'effectiveGasPrice':'0x9','contractAddress':null,'logs':[{'address':'0x"
            + "cd".repeat(20)
            + "','topics':['@','@'],'data':'0x0102'}]}");
    HONEST.put(
        Eth.logs(1, 5, Optional.empty(), List.of(Optional.of(HASH), Optional.empty())),
        "[{'address':'0x"
            + "cd".repeat(20)
            + "','topics':['@','@'],'data':'0x0102','blockNumber':'0x2','transactionHash':'@',"
            + "'logIndex':'0x0'}]");
    HONEST.put(Eth.chainId(), "'0x7a69'");
    HONEST.put(
        CONTRACTS.subscriptions(1, 3, BlockTag.LATEST),
        "'0x" + word(32) + word(2) + word(0).repeat(22) + "'");
    HONEST.put(
        CONTRACTS.answers(
            List.of(new InfernetContracts.Interval(1, 1), new InfernetContracts.Interval(2, 1)),
            BlockTag.LATEST),
        "'0x" + word(32) + word(2) + word(0) + word(1) + "'");
    HONEST.put(CONTRACTS.nextId(BlockTag.LATEST), "'0x" + word(7) + "'");
  }

  private static String word(int number) {
    return "%064x".formatted(number);
  }

  private static byte[] document(String result) {
    return ("{'jsonrpc':'2.0','id':1,'result':" + result + "}")
        .replace("@", HASH.hex())
        .replace('\'', '"')
        .getBytes(UTF_8);
  }

  @Test
  void honestAnswersAreRead() {
    HONEST.forEach((call, result) ->
        assertThat(WIRE.readSingle(document(result), call, 1))
            .as(call.method())
            .isInstanceOf(RpcAnswer.Value.class));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void mutatedAnswersAreValuesOrRefusedByName(long seed) {
    var random = new Random(seed);
    HONEST.forEach((call, result) -> {
      for (int i = 0; i < 150; i++) {
        var bytes = document(result);
        for (int flips = random.nextInt(4); flips >= 0; flips--)
          bytes[random.nextInt(bytes.length)] =
              (byte) "0123456789abcdefx\"{}[],:-".charAt(random.nextInt(25));
        var cut = random.nextInt(10) == 0 ? random.nextInt(bytes.length) : bytes.length;
        var mutated = java.util.Arrays.copyOf(bytes, cut);
        assertThatCode(
                () -> {
                  try {
                    WIRE.readSingle(mutated, call, 1);
                  } catch (RpcException refused) {
                    assertThat(refused.code().retryable()).isTrue();
                  }
                })
            .as("seed %d: %s", seed, new String(mutated, UTF_8))
            .doesNotThrowAnyException();
      }
    });
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatStrangersContractsReturnIsAnInputASignerOrNone(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      var bytes = new byte[random.nextInt(5) * 32 + random.nextInt(3)];
      for (int at = 31; at < bytes.length; at += 32) bytes[at] = (byte) random.nextInt(70);
      if (bytes.length > 0 && random.nextBoolean())
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      var answer = new RpcAnswer.Value<>(Data.of(bytes));
      assertThatCode(
              () -> {
                ConsumerContract.inputs(answer);
                ConsumerContract.signer(answer);
              })
          .as("seed %d: %s", seed, answer)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void anEventOfAnotherContractWithTheSameTopicIsNotOurs() {
    var wallet = Artifact.named("Wallet").abi();
    // Of ERC-20, Approval has the same signature and one more indexed parameter.
    var foreign =
        new Log(
            Addresses.ZERO, List.of(wallet.topic("Approval"), HASH, HASH), Data.of(new byte[32]));
    assertThat(wallet.read("Approval", foreign)).isEmpty();
    var cutOff = new Log(Addresses.ZERO, List.of(wallet.topic("Approval"), HASH), Data.EMPTY);
    assertThat(wallet.read("Approval", cutOff)).isEmpty();
    var other = new Log(Addresses.ZERO, List.of(), Data.EMPTY);
    assertThat(wallet.read("Approval", other)).isEmpty();
  }
}
