package atoll.infernet;

import static atoll.infernet.TestNode.container;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Delegated subscriptions at the door (Infernet §2.4, §2.9). */
@Timeout(60)
class DelegatedTest {
  static final String ECHO = "0xe6bc11afcedb3f26d7fb181f4c6dd2e98781d79f965a4777058412b58f788ec8";
  private static final BigInteger LARGEST = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);
  private static final long LATER = 4_000_000_000L;

  private final List<DelegatedSubscription> taken = new CopyOnWriteArrayList<>();
  private final ServedChain chain =
      new ServedChain(
          (subscription, services, _) -> {
            assertThat(services).hasToString("[echo]");
            taken.add(subscription);
          },
          () -> 3,
          "0x70997970C51812dc3A010C7d01b50e0d17dc79C8");

  static String body(long expiry, String containers) {
    return body(expiry, containers, "0x" + "11".repeat(20), 0);
  }

  private static String body(long expiry, String containers, String owner, long payment) {
    var nobody = "0x" + "00".repeat(20);
    return """
    {"signature":{"nonce":7,"expiry":%d,"v":27,"r":%s,"s":%s},
     "subscription":{"owner":"%s","active_at":1700000000,"period":0,"frequency":1,"redundancy":1,
       "containers":"%s","lazy":false,"verifier":"%s","payment_amount":%d,"payment_token":"%s","wallet":"%s"},
     "data":{"x":[1]}}
    """
        .formatted(expiry, LARGEST, LARGEST, owner, containers, nobody, payment, nobody, nobody);
  }

  @Test
  @DisplayName("r and s of 2^256-1 are numbers like others, and the answer is empty")
  void accepted() throws Exception {
    try (var echo = StubContainer.echo();
        var node = TestNode.onChain(chain, "", container("echo", echo))) {
      var reply =
          node.post("/api/jobs", body(LATER, ECHO.substring(2).toUpperCase(java.util.Locale.ROOT)));
      assertThat(reply.body()).isEqualTo("{}\n");
      assertThat(reply.status()).isEqualTo(200);
      assertThat(taken).hasSize(1);
      assertThat(taken.getFirst().signature().r()).isEqualTo(LARGEST);
      assertThat(taken.getFirst().containerId()).isEqualTo(ECHO);
      assertThat(taken.getFirst().data()).isEqualTo("{\"x\":[1]}");
      assertThat(node.get("/info").json().get("chain").get("address").stringValue())
          .startsWith("0x70997970");
      assertThat(node.post("/api/jobs/batch", "[" + body(LATER, ECHO) + "]").body())
          .isEqualTo("[{}]\n");
    }
  }

  @ParameterizedTest
  @CsvSource({"v,-4294967296", "v,256", "v,65536", "redundancy,-4294967296", "redundancy,-1"})
  @DisplayName("a number that fits no type of the contract spoils its own request alone")
  void numbersThatAreTooSmallOrTooLarge(String name, String number) throws Exception {
    var body =
        body(LATER, ECHO).replaceFirst("\"" + name + "\":\\d+", "\"" + name + "\":" + number);
    try (var echo = StubContainer.echo();
        var node = TestNode.onChain(chain, "", container("echo", echo))) {
      assertThat(node.post("/api/jobs", body).error())
          .startsWith("Internal server error: not a delegated subscription: " + name);
      assertThat(node.post("/api/jobs/batch", "[" + body + "," + body(LATER, ECHO) + "]").body())
          .isEqualTo("[{\"error\":\"Could not parse message\"},{}]\n");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "4000000000|0xab|405|Container not supported",
        "4000000000|0x0000000000000000000000000000000000000000000000000000000000000001|405|Container not supported",
        "1000000000|" + ECHO + "|405|Signature expired",
        "-1|" + ECHO + "|500|Internal server error: ",
        "99999999999|" + ECHO + "|500|Internal server error: "
      })
  @DisplayName("QUIRK-4: an unknown hash and an expired signature are 405, and never break")
  void refused(long expiry, String containers, int status, String error) throws Exception {
    try (var echo = StubContainer.echo();
        var node = TestNode.onChain(chain, "", container("echo", echo))) {
      var reply = node.post("/api/jobs", body(expiry, containers));
      assertThat(reply.status()).isEqualTo(status);
      assertThat(reply.error()).startsWith(error);
      assertThat(taken).isEmpty();
    }
  }

  @Test
  void withoutAChainThereAreNone() throws Exception {
    try (var echo = StubContainer.echo();
        var node = TestNode.of("", container("echo", echo))) {
      var reply = node.post("/api/jobs", body(LATER, ECHO));
      assertThat(reply.status()).isEqualTo(405);
      assertThat(reply.body()).isEqualTo("{\"error\":\"Chain not enabled\",\"params\":{}}\n");
    }
  }

  @Test
  @DisplayName("a string for r is refused")
  void textForANumber() throws Exception {
    try (var node = TestNode.onChain(chain, "")) {
      var reply =
          node.post("/api/jobs", body(LATER, ECHO).replace("\"r\":" + LARGEST, "\"r\":\"1\""));
      assertThat(reply.status()).isEqualTo(500);
      assertThat(reply.error()).contains("r is not a whole number");
    }
  }

  @Test
  @DisplayName("TOB-3: a verifier that the node does not trust is refused, and named")
  void verifiers() throws Exception {
    var verifier = "0x" + "22".repeat(20);
    var body =
        body(LATER, ECHO)
            .replaceFirst("\"verifier\":\"0x0+\"", "\"verifier\":\"" + verifier + "\"");
    try (var echo = StubContainer.echo();
        var node =
            TestNode.onChain(
                chain,
                ",\"chain\":{\"wallet\":{\"trusted_verifiers\":[\"0x%s\"]}}"
                    .formatted("33".repeat(20)),
                container("echo", echo, ",\"generates_proofs\":true"))) {
      var reply = node.post("/api/jobs", body);
      assertThat(reply.status()).isEqualTo(405);
      assertThat(reply.error()).isEqualTo("Verifier not trusted");
      assertThat(reply.json().get("params").get("verifier").stringValue()).isEqualTo(verifier);
      assertThat(node.post("/api/jobs", body.replace("22", "33")).status()).isEqualTo(200);
      assertThat(node.post("/api/jobs", body(LATER, ECHO)).status()).isEqualTo(200);
    }
  }

  @Test
  @DisplayName("owners, clients' addresses and payments are checked for delegated ones, too")
  void rules() throws Exception {
    try (var echo = StubContainer.echo();
        var owners =
            TestNode.onChain(
                chain,
                "",
                container(
                    "echo",
                    echo,
                    ",\"allowed_delegate_addresses\":[\"0xABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCD\"]"));
        var addresses =
            TestNode.onChain(
                chain, "", container("echo", echo, ",\"allowed_ips\":[\"10.0.0.1\"]"));
        var prices =
            TestNode.onChain(
                chain,
                ",\"chain\":{\"wallet\":{\"payment_address\":\"0x1\"}}",
                container(
                    "echo",
                    echo,
                    ",\"accepted_payments\":{\"0x0000000000000000000000000000000000000000\":\"10\"}"))) {
      assertThat(owners.post("/api/jobs", body(LATER, ECHO)).error())
          .isEqualTo("Container not allowed for address");
      assertThat(
              owners
                  .post(
                      "/api/jobs",
                      body(LATER, ECHO, "0xabcdefabcdefabcdefabcdefabcdefabcdefabcd", 0))
                  .status())
          .isEqualTo(200);
      assertThat(
              addresses
                  .post("/api/jobs", body(LATER, ECHO))
                  .json()
                  .get("params")
                  .get("address")
                  .stringValue())
          .isEqualTo("127.0.0.1");
      assertThat(prices.post("/api/jobs", body(LATER, ECHO)).error()).isEqualTo("Invalid payment");
      assertThat(prices.post("/api/jobs", body(LATER, ECHO, "0x" + "11".repeat(20), 10)).status())
          .isEqualTo(200);
    }
  }
}
