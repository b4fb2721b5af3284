package atoll.chain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kernel.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** §9.1: an RPC service that lies, lags, is over its limit or gone costs a pause, and no more. */
@Timeout(60)
class JsonRpcTest {
  private static final RpcLimits LIMITS = limits(Duration.ofSeconds(20));
  private static final String HEADER_NOT_FOUND = error(-32000, "header not found");
  private static final String NO_SUCH_METHOD = error(-32601, "the method does not exist");

  private final AtomicLong now = new AtomicLong();
  private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
  private HostileService first;
  private HostileService second;
  private JsonRpc rpc;

  @BeforeEach
  void begin() throws IOException {
    first = new HostileService();
    second = new HostileService();
    rpc = over(first.url(), second.url());
  }

  @AfterEach
  void end() {
    rpc.close();
    first.close();
    second.close();
  }

  private static String error(int code, String message) {
    return "{\"jsonrpc\":\"2.0\",\"id\":ID,\"error\":{\"code\":%d,\"message\":\"%s\"}}"
        .formatted(code, message);
  }

  private static RpcLimits limits(Duration call) {
    return new RpcLimits(
        Duration.ofSeconds(10), call, 4, Duration.ofMillis(100), Duration.ofSeconds(5), 4096, 3);
  }

  private JsonRpc over(URI... urls) {
    return over(LIMITS, urls);
  }

  private JsonRpc over(RpcLimits limits, URI... urls) {
    return new JsonRpc(
        Arrays.asList(urls),
        limits,
        now::get,
        new Random(3),
        length -> {
          pauses.add(length);
          now.addAndGet(length.toNanos());
        });
  }

  @Test
  void aNameWithAnUnderscoreIsANameAsInComposeFiles() throws Exception {
    var url = URI.create("http://me:sesame@chain_service:" + first.url().getPort() + "/path");
    try (var named = over(url)) {
      assertThat(named.get(Eth.blockNumber())).isEqualTo(42);
    }
    assertThat(first.authorizations).hasSize(1);
    try (var nowhere = over(URI.create("http://no_such_name.invalid"))) {
      assertThatThrownBy(() -> nowhere.get(Eth.blockNumber()))
          .hasStackTraceContaining(
              "no_such_name.invalid cannot be reached: its name leads nowhere");
    }
  }

  @Test
  void theFirstServiceIsAskedWhileItAnswers() throws Exception {
    for (int i = 0; i < 3; i++) assertThat(rpc.get(Eth.blockNumber())).isEqualTo(42);
    assertThat(first.asked).hasSize(3);
    assertThat(first.asked.getFirst())
        .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_blockNumber\",\"params\":[]}");
    assertThat(second.asked).isEmpty();
    assertThat(pauses).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no json",
        "[]",
        "null",
        "7",
        "{}",
        "{\"jsonrpc\":\"2.0\",\"id\":ID}",
        "{\"jsonrpc\":\"2.0\",\"result\":\"0x1\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"result\":\"0x1\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":\"ID\",\"result\":\"0x1\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":999999,\"result\":\"0x1\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1e999999999,\"result\":\"0x1\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":null}",
        "{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":17}",
        "{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":\"17\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":\"0x\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":\"0xffffffffffffffffff\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":\"0x1\",\"result\":\"0x2\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":\"0x1\"} {}",
        "{\"jsonrpc\":\"2.0\",\"id\":ID,\"error\":{\"code\":-32005,\"message\":\"limit\"}}"
      })
  void nonsenseIsNeverBelievedAndTheNextIsAsked(String nonsense) throws Exception {
    first.thenBody(nonsense);
    assertThat(rpc.get(Eth.blockNumber())).isEqualTo(42);
    assertThat(second.asked).hasSize(1);
  }

  @Test
  void nestingWithoutEndIsRefusedBeforeATreeIsBuilt() throws Exception {
    first.thenBody("[".repeat(2000));
    assertThat(rpc.get(Eth.blockNumber())).isEqualTo(42);
  }

  @Test
  void anAnswerWithoutEndIsNotReadToIt() throws Exception {
    first.then((exchange, _) -> {
      exchange.sendResponseHeaders(200, 0);
      var out = exchange.getResponseBody();
      var piece = "x".repeat(1024).getBytes(UTF_8);
      for (int i = 0; i < 100_000; i++) out.write(piece);
    });
    assertThat(rpc.get(Eth.blockNumber())).isEqualTo(42);
  }

  @Test
  void anAnswerThatTricklesIsNotWaitedFor() throws Exception {
    var over = new CountDownLatch(1);
    first.then((exchange, _) -> {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write('{');
      exchange.getResponseBody().flush();
      try {
        over.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    try (var hurried = over(limits(Duration.ofSeconds(1)), first.url(), second.url())) {
      assertThat(hurried.get(Eth.blockNumber())).isEqualTo(42);
      assertThat(second.asked).isNotEmpty();
    } finally {
      over.countDown();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 307, 401, 403, 404, 500, 502, 503})
  void aServiceThatFailsRestsAndTheNextIsAskedMeanwhile(int status) throws Exception {
    first.thenStatus(status, "location", second.url().toString());
    for (int i = 0; i < 3; i++) assertThat(rpc.get(Eth.blockNumber())).isEqualTo(42);
    assertThat(first.asked).hasSize(1);
    now.addAndGet(Duration.ofMillis(100).toNanos());
    rpc.get(Eth.blockNumber());
    assertThat(first.asked).hasSize(2);
  }

  @Test
  void aServiceOverItsLimitIsLeftAloneAsLongAsItAsks() throws Exception {
    first.thenStatus(429, "retry-after", "3");
    rpc.get(Eth.blockNumber());
    now.addAndGet(Duration.ofMillis(2900).toNanos());
    rpc.get(Eth.blockNumber());
    assertThat(first.asked).hasSize(1);
    now.addAndGet(Duration.ofMillis(200).toNanos());
    rpc.get(Eth.blockNumber());
    assertThat(first.asked).hasSize(2);
  }

  @Test
  void noServiceIsLeftAloneForEver() throws Exception {
    first.thenStatus(429, "retry-after", "999999");
    rpc.get(Eth.blockNumber());
    now.addAndGet(Duration.ofSeconds(5).toNanos());
    rpc.get(Eth.blockNumber());
    assertThat(first.asked).hasSize(2);
  }

  @Test
  void theOnlyServiceIsAskedAgainAfterLongerAndLongerPauses() throws Exception {
    try (var alone = over(first.url())) {
      for (int i = 0; i < 3; i++) first.thenStatus(500);
      assertThat(alone.get(Eth.blockNumber())).isEqualTo(42);
      assertThat(pauses).hasSize(3);
      assertThat(pauses.get(0)).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
      assertThat(pauses.get(1)).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
      assertThat(pauses.get(2)).isBetween(Duration.ofMillis(200), Duration.ofMillis(400));
    }
  }

  @Test
  void afterTheLastTryItSaysSoWithoutTheSecretInTheUrl() {
    for (int i = 0; i < 9; i++) {
      first.thenStatus(500);
      second.thenStatus(429);
    }
    assertThatThrownBy(() -> rpc.get(Eth.blockNumber()))
        .isInstanceOfSatisfying(
            RpcException.class,
            e -> {
              assertThat(e)
                  .hasMessageContaining("eth_blockNumber got no answer in 4 tries")
                  .hasMessageMatching(".*the last: .* answered (500|429)");
              assertThat(e.code().retryable()).isTrue();
              for (Throwable t = e; t != null; t = t.getCause())
                assertThat(t.toString()).doesNotContain("secret");
            });
    assertThat(first.asked.size() + second.asked.size()).isEqualTo(4);
  }

  @Test
  void aServiceThatIsGoneIsPassedOver() throws Exception {
    var gone = first.url();
    first.close();
    try (var both = over(gone, second.url())) {
      assertThat(both.get(Eth.blockNumber())).isEqualTo(42);
    }
  }

  @Test
  void aRefusalIsAnAnswerAndNobodyElseIsAsked() throws Exception {
    first.thenBody(
        "{\"jsonrpc\":\"2.0\",\"id\":ID,\"error\":{\"code\":3,\"message\":\"execution reverted\","
            + "\"data\":\"0xEFB74EFE\"}}");
    var answer = rpc.ask(Eth.blockNumber());
    assertThat(answer)
        .isEqualTo(new RpcAnswer.Refused<>(3, "execution reverted", new Data("0xefb74efe")));
    assertThat(second.asked).isEmpty();
    first.thenBody(
        "{\"jsonrpc\":\"2.0\",\"id\":ID,\"error\":{\"code\":-32000,\"message\":\"no\",\"data\":{\"data\":\"0x01\"}}}");
    assertThatThrownBy(() -> rpc.get(Eth.blockNumber()))
        .isInstanceOfSatisfying(
            ChainRefusal.class,
            refusal -> {
              assertThat(refusal.data()).isEqualTo(new Data("0x01"));
              assertThat(refusal.code()).isEqualTo(ErrorCode.CONFLICT);
            });
  }

  @Test
  void aRefusalsWordsAreCutAndCleaned() throws Exception {
    first.thenBody(
        "{\"jsonrpc\":\"2.0\",\"id\":ID,\"error\":{\"code\":\"x\",\"message\":\"reverted\\u001b[31m"
            + "b".repeat(1000)
            + "\",\"data\":\"0xzz\"}}");
    var refused = (RpcAnswer.Refused<Long>) rpc.ask(Eth.blockNumber());
    assertThat(refused.message()).hasSizeLessThan(310).doesNotContain("\u001b");
    assertThat(refused.data()).isEqualTo(Data.EMPTY);
    assertThat(refused.code()).isZero();
  }

  @Test
  void aServiceThatFailsAtACallDoesNotRestForItAndTheNextIsAsked() throws Exception {
    first.thenBody(HEADER_NOT_FOUND);
    assertThat(rpc.get(Eth.blockNumber())).isEqualTo(42);
    assertThat(second.asked).hasSize(1);
    rpc.get(Eth.blockNumber());
    assertThat(first.asked).hasSize(2);
    assertThat(pauses).isEmpty();
    assertThat(rpc.failures()).isEqualTo(1);
  }

  @Test
  void whatEachServiceFailsAtIsAskedAgainAfterAPause() throws Exception {
    first.thenBody(HEADER_NOT_FOUND);
    second.thenBody(HEADER_NOT_FOUND);
    assertThat(rpc.get(Eth.blockNumber())).isEqualTo(42);
    assertThat(first.asked).hasSize(2);
    assertThat(pauses).containsExactly(Duration.ofMillis(100));
  }

  @Test
  void whatNoServiceCanSayIsNoRefusal() {
    for (int i = 0; i < 9; i++) {
      first.thenBody(HEADER_NOT_FOUND);
      second.thenBody(HEADER_NOT_FOUND);
    }
    assertThatThrownBy(() -> rpc.get(Eth.blockNumber()))
        .isInstanceOf(RpcException.class)
        .isNotInstanceOf(CallUnsupported.class)
        .hasMessageContaining("eth_blockNumber got no answer in 4 tries")
        .hasMessageEndingWith("header not found (code -32000)");
  }

  @Test
  void inABatchToo() throws Exception {
    first.thenBody(
        "[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x1\"},"
            + "{\"jsonrpc\":\"2.0\",\"id\":2,\"error\":{\"code\":-32603,\"message\":\"internal\"}}]");
    assertThat(rpc.ask(Collections.nCopies(2, Eth.blockNumber())))
        .containsOnly(new RpcAnswer.Value<>(42L));
    assertThat(second.asked).hasSize(1);
  }

  @Test
  void whatOneServiceDoesNotKnowAnotherMay() throws Exception {
    first.thenBody(NO_SUCH_METHOD);
    assertThat(rpc.get(Eth.priorityFee())).isEqualTo(42);
    second.thenBody(NO_SUCH_METHOD);
    first.thenBody(NO_SUCH_METHOD);
    assertThatThrownBy(() -> rpc.get(Eth.priorityFee())).isInstanceOf(CallUnsupported.class);
    assertThat(first.asked).hasSize(2);
    assertThat(pauses).as("nobody is asked twice").isEmpty();
    assertThat(rpc.failures()).isZero();
  }

  @Test
  void whatAServiceMayHaveHeardIsNotCalledUnsupported() {
    for (int i = 0; i < 9; i++) {
      first.thenStatus(500);
      second.thenBody(NO_SUCH_METHOD);
    }
    assertThatThrownBy(() -> rpc.get(Eth.priorityFee()))
        .isInstanceOf(RpcException.class)
        .isNotInstanceOf(CallUnsupported.class);
  }

  @Test
  void manyCallsGoInFewRequestsAndAnswersFindTheirCalls() throws Exception {
    assertThat(rpc.ask(Collections.nCopies(7, Eth.blockNumber())))
        .hasSize(7)
        .containsOnly(new RpcAnswer.Value<>(42L));
    assertThat(first.asked).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x1\"},{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x1\"}]",
        "[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x1\"},7]",
        "[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x1\"},{\"jsonrpc\":\"2.0\",\"id\":9,\"result\":\"0x1\"}]",
        "{}",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32005,\"message\":\"slow down\"}}"
      })
  void aBatchIsAnsweredWholeOrNotAtAll(String nonsense) throws Exception {
    first.thenBody(nonsense);
    assertThat(rpc.ask(Collections.nCopies(2, Eth.blockNumber())))
        .containsOnly(new RpcAnswer.Value<>(42L));
    assertThat(second.asked).hasSize(1);
  }

  @Test
  void aServiceThatTakesNoBatchesIsAskedOneByOne() throws Exception {
    first.thenBody(
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,\"message\":\"no batches\"}}");
    assertThat(rpc.ask(Collections.nCopies(3, Eth.blockNumber())))
        .hasSize(3)
        .containsOnly(new RpcAnswer.Value<>(42L));
    assertThat(first.asked).hasSize(4);
  }

  @Test
  void aNameAndPasswordInTheUrlGoInTheHeader() throws Exception {
    var withPassword = URI.create(first.url().toString().replace("//", "//me:pass@"));
    try (var protectedRpc = over(withPassword)) {
      protectedRpc.get(Eth.blockNumber());
    }
    assertThat(first.authorizations).containsExactly("Basic bWU6cGFzcw==");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://host/", "host:8545", "http:///nothing", "file:///etc/passwd"})
  void whatIsNoHttpUrlIsRefusedAtOnce(String url) {
    assertThatThrownBy(() -> over(URI.create(url)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("RPC URL");
  }
}
