package atoll.infernet.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.infernet.containers.PortAssignment;
import atoll.kernel.AtollException;
import atoll.kernel.Cpu;
import atoll.kernel.Memory;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.ObjectMapper;

/** The original's configuration (Infernet §1). */
class ConfigReaderTest {
  private static final String KEY =
      "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";

  @Test
  void anEmptyFileHasTheOriginalsDefaults() {
    var config = parse("{}");
    assertThat(config.server().port()).isEqualTo(4000);
    assertThat(config.server().rateLimit()).isEqualTo(new RateLimit(60, 60));
    assertThat(config.manageContainers()).isTrue();
    assertThat(config.forwardStats()).as("only where the file says so").isFalse();
    assertThat(config.startupWaitSeconds()).isEqualTo(5.0);
    assertThat(config.log())
        .isEqualTo(new InfernetConfig.LogConfig("infernet_node.log", 1L << 30, 2));
    assertThat(config.redis()).isEqualTo(new InfernetConfig.RedisConfig("redis", 6379, false));
    assertThat(config.chain().enabled()).isFalse();
    assertThat(config.chain().trailHeadBlocks()).isEqualTo(1);
    assertThat(config.chain().snapshotSync())
        .isEqualTo(new ChainConfig.SnapshotSync(1.0, 500, 0, 0.5));
    assertThat(config.docker()).isEmpty();
  }

  @Test
  @DisplayName("check 18: what is in files in the field is accepted")
  void tolerance() {
    var config =
        parse(
            """
            {"log_path": "x.log", "coordinator_address": "0x1", "startup_wait": "60", "forward_stats": "off",
             "server": {"port": "4001", "rate_limit": {"num_requests": 3.0, "period": " 100 "}},
             "chain": {"enabled": "No", "rpc_url": null, "wallet": {"max_gas_limit": "4000000", "private_key": null}},
             "containers": [{"id": "hello-world", "image": "i", "port": "3000", "external": "T", "gpu": 0,
               "rate_limit": {"num_requests": 10, "period": 1}, "allowed_ips": ["10.1.2.3/8", "::1", "fe80::/10"],
               "env": {"A": 1, "B": true, "C": "x", "D": 1.0, "E": null}, "accepted_payments": {"0x0": 1e18}}]}
            """);
    assertThat(config.log().path()).isEqualTo("x.log");
    assertThat(config.server().port()).isEqualTo(4001);
    assertThat(config.server().rateLimit()).isEqualTo(new RateLimit(3, 100));
    assertThat(config.startupWaitSeconds()).isEqualTo(60);
    assertThat(config.forwardStats()).isFalse();
    var container = config.containers().getFirst();
    assertThat(container.port()).isEqualTo(3000);
    assertThat(container.external()).isTrue();
    assertThat(container.gpu()).isFalse();
    assertThat(container.rateLimit()).contains(new RateLimit(10, 1));
    assertThat(container.env()).isEqualTo(Map.of("A", "1", "B", "True", "C", "x", "D", "1.0"));
    assertThat(container.acceptedPayments()).isEqualTo(Map.of("0x0", BigInteger.TEN.pow(18)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"server\":{\"rate_limit\":{\"period\":0.5}}}|server.rate_limit.period: is not a whole number",
        "{\"server\":{\"port\":\"many\"}}|server.port: is not a whole number",
        "{\"server\":{\"port\":70000}}|server.port: is not 0 to 65535: 70000",
        "{\"server\":{\"port\":null}}|server.port: is not a whole number",
        "{\"server\":[]}|server: is not an object",
        "{\"log\":{\"path\":7}}|log.path: is not a string",
        "{\"manage_containers\":\"maybe\"}|manage_containers: is not true or false",
        "{\"docker\":{\"username\":\"u\"}}|docker.password: is missing",
        "{\"containers\":[{\"id\":\"a\"}]}|image must be defined when manage_containers is set to true",
        "{\"containers\":[{\"image\":\"i\"}]}|containers[0].id: is missing",
        "{\"containers\":[{\"id\":\"a,b\",\"image\":\"i\"}]}|containers[0].id: has a comma in it",
        "{\"containers\":[{\"id\":\"a\",\"image\":\"i\"},{\"id\":\"a\",\"image\":\"i\"}]}|containers[1].id: is the id of another",
        "{\"containers\":[{\"id\":\"a\",\"image\":\"i\",\"allowed_ips\":[\"10.0.0.0/33\"]}]}|containers[0].allowed_ips",
        "{\"chain\":{\"enabled\":true}}|rpc_url must be defined when chain is enabled",
        "{\"chain\":{\"enabled\":true}}|registry_address must be defined when chain is enabled",
        "{\"chain\":{\"enabled\":true}}|wallet must be defined when chain is enabled",
        "{\"chain\":{\"enabled\":true,\"wallet\":{}}}|private_key must be defined when chain is enabled",
        "{\"chain\":{\"enabled\":true,\"rpc_url\":\"localhost:8545\"}}|Incorrect RPC URL format",
        "[]|the file: is not an object",
        "{|is not JSON",
      })
  @DisplayName("check 18: what is wrong is told with its key")
  void problems(String json, String problem) {
    assertThatThrownBy(() -> parse(json))
        .isInstanceOf(AtollException.class)
        .hasMessageContaining(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"512m\"|536870912",
        "\"1.5g\"|1610612736",
        "\"2 GiB\"|2147483648",
        "\"8192kb\"|8388608",
        "\"1T\"|1099511627776",
        "\"7000000\"|7000000",
        "7000000|7000000",
        "7e6|7000000"
      })
  @DisplayName("§9.12: sizes are as Docker writes them")
  void sizes(String written, long bytes) {
    assertThat(limited("memory", written).share().memory()).contains(new Memory(bytes));
  }

  @Test
  void aContainerWithoutLimitsMayTakeAllOfTheMachine() {
    assertThat(limited("memory", "null").share()).isEqualTo(ContainerShare.ALL);
    assertThat(limited("cpus", "null").share()).isEqualTo(ContainerShare.ALL);
    assertThat(limited("health", "null").health()).isEmpty();
    assertThat(limited("health", "\"/ready?deep=1\"").health()).contains("/ready?deep=1");
    assertThat(limited("max_concurrency", "null").maxConcurrency()).isEmpty();
    assertThat(limited("max_concurrency", "\"4\"").maxConcurrency()).hasValue(4);
    assertThat(limited("cpus", "\"1.5\"").share().cpus()).contains(new Cpu(1500));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"2|PT2S", "\"0.5\"|PT0.5S", "0.001|PT0.001S", "86400|PT24H", "null|"})
  void theTimeOfACallMayBeAFraction(String written, @Nullable Duration time) {
    assertThat(limited("timeout", written).timeout()).isEqualTo(Optional.ofNullable(time));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "memory|\"much\"|is not a size",
        "memory|\"\"|is not a size",
        "memory|\"-1g\"|is not a size",
        "memory|\"1gg\"|is not a size",
        "memory|\"١g\"|is not a size",
        "memory|\"99999999999g\"|is not a size",
        "memory|1e400|is not a size",
        "memory|0.5|is not a size",
        "memory|true|is not a size",
        "memory|[]|is not a size",
        "memory|0|is less than the 6 MiB that Docker asks for",
        "memory|\"5m\"|is less than the 6 MiB that Docker asks for",
        "cpus|0|is not a number of processors",
        "cpus|-1|is not a number of processors",
        "cpus|\"two\"|is not a number of processors",
        "cpus|1e400|is not a number of processors",
        "cpus|NaN|is not a number of processors",
        "cpus|{}|is not a number of processors",
        "timeout|0|is not a time in seconds",
        "timeout|0.0001|is not a time in seconds",
        "timeout|-5|is not a time in seconds",
        "timeout|86401|is not a time in seconds",
        "timeout|1e400|is not a time in seconds",
        "timeout|\"soon\"|is not a time in seconds",
        "timeout|[1]|is not a time in seconds",
        "max_concurrency|0|is not 1 to 256: 0",
        "max_concurrency|-1|is not 1 to 256: -1",
        "max_concurrency|257|is not 1 to 256: 257",
        "max_concurrency|1.5|is not a whole number",
        "max_concurrency|\"few\"|is not a whole number",
        "max_concurrency|{}|is not a whole number",
        "health|\"health\"|is not a path",
        "health|\"\"|is not a path",
        "health|\"http://a/health\"|is not a path",
        "health|\"/two words\"|is not a path",
        "health|\"/%zz\"|is not a path",
        "health|\"/a#b\"|is not a path",
        "health|\"/\\u00e9\"|is not a path",
        "health|true|is not a path"
      })
  void limitsThatMakeNoSenseAreRefusedByTheirKeys(String key, String value, String why) {
    assertThatThrownBy(() -> limited(key, value))
        .hasMessageContaining("containers[0]." + key + ": " + why);
  }

  private static ContainerConfig limited(String key, String value) {
    return parse(
            "{\"containers\":[{\"id\":\"a\",\"image\":\"i\",\"%s\":%s}]}".formatted(key, value))
        .containers()
        .getFirst();
  }

  @Test
  void allProblemsAreToldAtOnce() {
    assertThatThrownBy(() -> parse("{\"startup_wait\":\"x\",\"chain\":{\"enabled\":2}}"))
        .hasMessageContaining("startup_wait")
        .hasMessageContaining("chain.enabled");
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "\"1\"", "\"YES\"", "\"on\"", "\"T\"", "\"y\"", "1", "1.0"})
  void allTheseAreTrue(String value) {
    assertThat(parse("{\"chain\":{},\"manage_containers\":" + value + "}").manageContainers())
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1e18|1000000000000000000",
        "9007199254740993.0|9007199254740992",
        "9223372036854775808.0|",
        "1.5|",
        "\"3_000\"|3000",
        "\"3__000\"|",
        "\"\\u00a03\\u2007\"|3",
        "\"1\\u001c\"|",
        "\"1_000.00\"|1000",
        "\"3.\"|",
        "\"1e3\"|",
        "\"0x10\"|",
      })
  @DisplayName("whole numbers are those that pydantic takes for them")
  void wholeNumbers(String value, @Nullable String number) {
    var json =
        "{\"manage_containers\":false,\"containers\":[{\"id\":\"a\",\"accepted_payments\":{\"0x0\":%s}}]}"
            .formatted(value);
    if (number == null) assertThatThrownBy(() -> parse(json)).hasMessageContaining("payments.0x0");
    else
      assertThat(parse(json).containers().getFirst().acceptedPayments())
          .containsValue(new BigInteger(number));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\" 1.5 \"|1.5",
        "\".5\"|0.5",
        "\"1_0.5\"|10.5",
        "\"1e-1\"|0.1",
        "true|1.0",
        "\"1d\"|",
        "\"0x1p3\"|",
        "\"1\\u0000\"|",
        "\"nan\"|",
        "1e400|",
      })
  @DisplayName("and so are fractional ones")
  void fractionalNumbers(String value, @Nullable Double number) {
    var json = "{\"startup_wait\":" + value + "}";
    if (number == null)
      assertThatThrownBy(() -> parse(json)).hasMessageContaining("startup_wait: ");
    else assertThat(parse(json).startupWaitSeconds()).isEqualTo(number);
  }

  @Test
  @DisplayName("seed 3, number 304: a whole number beyond every fraction is no time")
  void timesHaveALimit() {
    assertThatThrownBy(() -> parse("{\"startup_wait\":1" + "0".repeat(400) + "}"))
        .isInstanceOf(AtollException.class)
        .hasMessageContaining("startup_wait: is not a time");
  }

  @Test
  void manyProblemsAreCounted() {
    assertThatThrownBy(() -> parse("{\"containers\":[" + "1,".repeat(100_000) + "1]}"))
        .hasMessageContaining("containers[0]: is not an object")
        .hasMessageContaining(" more")
        .message()
        .hasSizeLessThan(20_000);
  }

  @Test
  void secretsAreNotPrinted() {
    var config =
        parse(
            """
            {"docker": {"username": "u", "password": "pass-word"}, "manage_containers": false,
             "containers": [{"id": "a", "bearer": "bear-er", "env": {"TOKEN": "to-ken"}}],
             "chain": {"enabled": true, "rpc_url": "https://host/v3/api-key", "registry_address": "0x1",
               "wallet": {"private_key": "%s"}}}
            """
                .formatted(KEY));
    assertThat(config.toString())
        .contains("***")
        .doesNotContain("pass-word", "bear-er", "to-ken", "api-key", KEY);
    assertThatThrownBy(() -> parse("{\"chain\":{\"wallet\":{\"private_key\":secretkey}}}"))
        .message()
        .contains("line 1")
        .doesNotContain("secretkey");
  }

  @Test
  @DisplayName("check 18: a port that is taken is replaced by the first free one from 3999 down")
  void ports() {
    var config =
        parse(
            """
            {"containers": [{"id": "a", "image": "i"}, {"id": "b", "image": "i"}, {"id": "c", "image": "i"},
              {"id": "d", "image": "i", "port": 5000}]}
            """);
    assertThat(PortAssignment.assign(config.containers()).stream().map(ContainerConfig::port))
        .containsExactly(3000, 3999, 3998, 5000);
  }

  @Test
  void theUrlsOfAChainThatIsNotEnabledAreNotJudged() {
    var placeholders = "\"rpc_url\": \"<your rpc>\", \"rpc_urls\": [\"<another>\"]";
    assertThat(parse("{\"chain\": {" + placeholders + "}}").chain().enabled()).isFalse();
    assertThatThrownBy(() -> parse("{\"chain\": {\"enabled\": true, " + placeholders + "}}"))
        .hasMessageContaining("chain.rpc_url: Incorrect RPC URL format")
        .hasMessageContaining("chain.rpc_urls: Incorrect RPC URL format");
  }

  @Test
  @DisplayName("hosts may have an underscore, as services in compose files do")
  void underscores() {
    var config =
        parse(
            """
            {"containers": [{"id": "a", "image": "i", "url": "http://hello_world:3000/"}],
             "chain": {"enabled": true, "rpc_url": "http://infernet_anvil:8545", "rpc_urls": ["http://other_anvil"],
               "registry_address": "0x1", "wallet": {"private_key": "%s"}}}
            """
                .formatted(KEY));
    assertThat(config.containers().getFirst().url()).isEqualTo("http://hello_world:3000");
    assertThat(config.chain().rpcUrl()).contains("http://infernet_anvil:8545");
  }

  @Test
  @DisplayName("check 19: the environment names the file")
  void path(@TempDir Path folder) throws Exception {
    assertThat(ConfigReader.path(Map.of())).isEqualTo(Path.of("config.json"));
    var file = folder.resolve("other.json");
    Files.writeString(file, "{\"server\":{\"port\":4321}}");
    var path = ConfigReader.path(Map.of("INFERNET_CONFIG_PATH", file.toString()));
    assertThat(ConfigReader.read(path, Map.of()).server().port()).isEqualTo(4321);
    assertThatThrownBy(() -> ConfigReader.read(folder.resolve("none.json"), Map.of()))
        .hasMessageContaining("none.json")
        .hasMessageContaining("INFERNET_CONFIG_PATH");
    assertThatThrownBy(() -> ConfigReader.read(folder, Map.of()))
        .hasMessageContaining("is a folder");
  }

  @Test
  void inAFileOfOursTheSameKeysMeanTheSame() {
    var config =
        section(
            """
            {"server": {"port": "4001"}, "log_path": "x.log", "stats_collector": {"host": "h"}, "metrics": null,
             "chain": {"rpc_urls": [], "snapshot_sync": {"sleep": 2}, "wallet": {"private_key": null}},
             "docker": {"username": "u", "password": "p"}, "redis": {"host": "h"},
             "containers": [{"id": "a", "image": "i", "env": {"ANY": 1}, "accepted_payments": {"0x0": "7"},
               "rate_limit": {"period": 1}}]}
            """);
    assertThat(config.server().port()).isEqualTo(4001);
    assertThat(config.containers().getFirst().env()).isEqualTo(Map.of("ANY", "1"));
  }

  @Test
  void inAFileOfOursEveryUnknownKeyIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() ->
            section(
                """
                {"serve": {"x": 1}, "server": {"prot": 1}, "startup_wait": "soon",
                 "containers": [{"id": "a", "image": "i"}, {"image": "", "imgae": "i", "port": 0, "url": "u"}],
                 "chain": {"wallet": {"private_key": "%s", "privat_key": "%s"}}}
                """
                    .formatted(KEY, KEY)))
        .isInstanceOf(AtollException.class)
        .hasMessageStartingWith("Config file validation failed, atoll.yaml:\n")
        .hasMessageContaining("\n  infernet.serve: is not known. Not server?")
        .hasMessageContaining("\n  infernet.server.prot: is not known. Not port?")
        .hasMessageContaining("\n  infernet.startup_wait: is not a number")
        .hasMessageContaining("\n  infernet.containers[1].imgae: is not known. Not id?")
        .hasMessageContaining("\n  infernet.containers[1].id: is missing")
        .hasMessageContaining("\n  infernet.chain.wallet.privat_key: is not known")
        .message()
        .doesNotContain("url: is not known", KEY);
  }

  @Test
  @DisplayName("§9.12: the limits of a container stand in a file of ours as in the original's")
  void limitsInAFileOfOurs() {
    var container =
        section(
                """
                {"containers": [{"id": "a", "image": "i", "memory": "2g", "cpus": 1.5, "timeout": 2.5,
                  "max_concurrency": 4, "health": "/health"}]}
                """)
            .containers()
            .getFirst();
    assertThat(container.share())
        .isEqualTo(
            new ContainerShare(Optional.of(Memory.ofGibibytes(2)), Optional.of(new Cpu(1500))));
    assertThat(container.timeout()).contains(Duration.ofMillis(2500));
    assertThat(container.maxConcurrency()).hasValue(4);
    assertThat(container.health()).contains("/health");
    assertThat(container.onPort(3999).toString()).contains("port 3999");
    assertThat(container.onPort(3000)).as("another port changes nothing else").isEqualTo(container);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]|infernet: is not an object",
        "7|infernet: is not an object",
        "null|infernet: is not an object",
        "{\"containers\":{\"id\":\"a\"}}|infernet.containers: is not a list",
        "{\"server\":[{\"port\":1}]}|infernet.server: is not an object",
        "{\"chain\":{\"wallet\":{\"private_key\":12}}}|infernet.chain.wallet.private_key: is not a string",
        "{\"chain\":{\"enabled\":true}}|infernet.chain.rpc_url: rpc_url must be defined",
        "{\"chain\":{\"wallet\":{\"max_fee_gwei\":0}}}|infernet.chain.wallet.max_fee_gwei: ",
        "{\"chain\":{\"wallet\":{\"max_fee_gwei\":\"much\"}}}|infernet.chain.wallet.max_fee_gwei: ",
        "{\"chain\":{\"snapshot_sync\":{\"starting_sub_id\":4294967296}}}|infernet.chain.snapshot_sync.starting_sub_id: ",
        "{\"chain\":{\"snapshot_sync\":{\"starting_sub_id\":-1}}}|infernet.chain.snapshot_sync.starting_sub_id: ",
      })
  void whatIsWrongInAFileOfOursIsToldWithTheWholeKey(String json, String problem) {
    assertThatThrownBy(() -> section(json))
        .hasMessageContaining(problem)
        .message()
        .doesNotContain("12");
  }

  @Test
  @DisplayName("§9.16: the key may be in a file of its own")
  void theKeyMayBeInAFileOfItsOwn(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("key"), "0xabc\n");
    var config = "{\"chain\":{\"wallet\":{%s\"private_key_file\":\"%s\"}}}";
    assertThat(key(config.formatted("", file))).contains("0xabc");
    assertThat(key(config.formatted("\"private_key\":\"0x1\",", file))).contains("0x1");
    for (var wrong : new Path[] {folder.resolve("none"), folder})
      assertThatThrownBy(() -> key(config.formatted("", wrong)))
          .hasMessageContaining("chain.wallet.private_key_file: names");
  }

  private static Optional<String> key(String json) {
    return parse(json).chain().wallet().orElseThrow().privateKey();
  }

  private static InfernetConfig section(String json) {
    return ConfigReader.parse(
        "atoll.yaml",
        "infernet",
        new ObjectMapper().readTree(json),
        Map.of(),
        (unknown, known) ->
            known.stream()
                .filter(one -> one.charAt(0) == unknown.charAt(0))
                .findFirst()
                .map(one -> "Not " + one + "?")
                .orElse(""));
  }

  private static InfernetConfig parse(String json) {
    return ConfigReader.parse("config.json", json.getBytes(UTF_8));
  }
}
