package atoll.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atoll.kernel.AllocationName;
import atoll.kernel.Cpu;
import atoll.kernel.Memory;
import atoll.kernel.NodeName;
import atoll.kernel.json.MalformedJsonException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

class EnsembleWireTest {
  @ParameterizedTest
  @DisplayName("A24: the worked examples become the expected wire JSON")
  @ValueSource(strings = {"a", "b", "c"})
  void examplesBecomeTheExpectedBytes(String example) {
    var text =
        switch (example) {
          case "a" -> Given.EXAMPLE_A;
          case "b" -> Given.EXAMPLE_B;
          default -> Given.EXAMPLE_C;
        };

    assertThat(new String(EnsembleWire.bytes(Given.parsed(text)), StandardCharsets.UTF_8))
        .isEqualTo(golden("example-" + example + ".json"));
  }

  @Test
  void whatIsWrittenIsReadBackTheSame() {
    for (long seed = 0; seed < 300; seed++) {
      var ensemble = RandomEnsembles.from(new Random(seed));
      var bytes = EnsembleWire.bytes(ensemble);

      assertThat(EnsembleWire.read(bytes))
          .as("seed %d: %s", seed, new String(bytes, StandardCharsets.UTF_8))
          .isEqualTo(new ParseResult.Parsed(ensemble));
      assertThat(EnsembleWire.read(EnsembleWire.write(ensemble)))
          .as("seed %d, as a tree", seed)
          .isEqualTo(new ParseResult.Parsed(ensemble));
    }
  }

  @Test
  @DisplayName("W19: builds of the original that name things differently are understood")
  void olderNamesAndGoZeroesAreUnderstood() {
    var ensemble =
        read(
            """
            {"V1":{"Allocations":{"web":{"Executor":"docker","Type":"service",
              "Resources":{"CPU":{"Cores":0.5,"ClockSpeed":2.0e+09},"RAM":{"Size":1.073741824e+09,"ClockSpeed":0},
                "Disk":{"Size":1073741824},"GPUs":null},
              "Execution":{"Type":"docker","Params":{"Image":"nginx","Environment":["A=b"],"Unknown":1}},
              "DNSName":"","Keys":null,"HealthCheck":{"Type":"","Exec":null,"Interval":0},"FailureRecovery":""}},
             "Nodes":{"n1":{"Allocations":["web"],"Peer":"","Location":{"Accept":[{"Region":"Europe","City":""}],"Reject":null}},
                      "n2":{"Allocations":["other"]}},
             "EdgeConstraints":[{"S":"n1","T":"n2","RTT":20,"BW":0}],"Supervisor":{"Strategy":"","Allocations":null},
             "Later":{"nobody":"knows"}}}
            """
                .replace(
                    "\"FailureRecovery\":\"\"}}",
                    "\"FailureRecovery\":\"\"},\"other\":{\"executor\":\"null\",\"type\":\"task\",\"execution\":{\"type\":\"null\"}}}"));

    var web = ensemble.allocation(new AllocationName("web"));
    assertThat(web.resources().cpu()).isEqualTo(new Cpu(500));
    assertThat(web.resources().clockHertz()).isEqualTo(2_000_000_000L);
    assertThat(web.resources().memory()).isEqualTo(Memory.ofGibibytes(1));
    assertThat(web.dnsName()).isEqualTo("web");
    assertThat(web.healthCheck()).isEmpty();
    assertThat(ensemble.node(new NodeName("n1")).location().accept().getFirst().continent())
        .contains("EU");
    assertThat(ensemble.edges().getFirst().rttMillis()).hasValue(20);
    assertThat(ensemble.edges().getFirst().bandwidthKbps()).isEmpty();
    assertThat(ensemble.supervisor()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | MISSING",
        "[] | WRONG_TYPE",
        "{\"v1\":3} | WRONG_TYPE",
        "{\"v1\":{}} | MISSING",
        "{\"v1\":{},\"V1\":{}} | DUPLICATE",
        "{\"v1\":{\"a\":1,\"a\":2}} | SYNTAX",
        "{\"v1\": | SYNTAX",
        "{\"v1\":{}} x | SYNTAX",
      })
  void whatIsNoEnsembleIsRefused(String json, Problem.Code code) {
    assertThat(EnsembleWire.read(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(
            ParseResult.Invalid.class,
            invalid -> assertThat(invalid.problems()).extracting(Problem::code).contains(code));
  }

  @Test
  void theRulesOfFilesHoldForStrangers() {
    var json =
        golden("example-a.json").replace("16480", "80").replace("\"cores\":1", "\"cores\":0");

    assertThat(EnsembleWire.read(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(
            ParseResult.Invalid.class,
            invalid ->
                assertThat(invalid.problems())
                    .extracting(Problem::toString)
                    .containsExactlyInAnyOrder(
                        "nodes.n1.ports[0].public: public port 80 is reserved"
                            + " (0 lets the provider choose; else 1025 to 65535)",
                        "allocations.web.resources.cpu.cores: must be more than 0 (0 is given)"));
  }

  @Test
  void aStrangersScriptNameCannotLeadOutOfAFolder() {
    var json = golden("example-c.json").replace("warmup", "../warmup");

    assertThat(EnsembleWire.read(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(
            ParseResult.Invalid.class,
            invalid ->
                assertThat(invalid.problems())
                    .extracting(Problem::code)
                    .containsExactly(Problem.Code.BAD_NAME));
  }

  @Test
  void depthAndCountAreBoundedBeforeATreeIsBuilt() {
    for (var bomb :
        new String[] {
          "{\"v1\":" + "[".repeat(100_000),
          "{\"v1\":[" + "1,".repeat(1_000_000) + "1]}",
          "{\"v1\":{\"x\":" + "9".repeat(1_000_000) + "}}"
        })
      assertThat(EnsembleWire.read(bomb.getBytes(StandardCharsets.UTF_8)))
          .isInstanceOf(ParseResult.Invalid.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "1e-999999999", "91e9972652470190", "-1", "1e30"})
  void numbersWithoutSenseCostNothing(String number) {
    for (var member : new String[] {"\"cores\":1", "\"size\":1073741824", "16480"}) {
      var name = member.substring(0, member.indexOf(':') + 1);
      var json = golden("example-a.json").replace(member, name + number);

      assertThat(EnsembleWire.read(json.getBytes(StandardCharsets.UTF_8)))
          .isInstanceOf(ParseResult.Invalid.class);
    }
  }

  @Test
  void aTreeFromElsewhereIsBoundedToo() {
    var deep = JsonNodeFactory.instance.objectNode();
    var inner = deep.putObject("v1");
    for (int i = 0; i < 1000; i++) inner = inner.putObject("x");

    assertThat(EnsembleWire.read(deep))
        .isInstanceOfSatisfying(
            ParseResult.Invalid.class,
            invalid ->
                assertThat(invalid.problems())
                    .extracting(Problem::code)
                    .containsExactly(Problem.Code.TOO_DEEP));
  }

  @Test
  void partsTravelAlone() {
    for (long seed = 0; seed < 200; seed++) {
      for (var spec : RandomEnsembles.from(new Random(seed)).allocations().values()) {
        assertThat(AllocationWire.readExecution(AllocationWire.write(spec.execution())))
            .isEqualTo(spec.execution());
        assertThat(AllocationWire.readResources(AllocationWire.write(spec.resources())))
            .isEqualTo(spec.resources());
        assertThat(AllocationWire.readVolumes(AllocationWire.write(spec.volumes())))
            .isEqualTo(spec.volumes());
        spec.healthCheck()
            .ifPresent(check ->
                assertThat(AllocationWire.readHealthCheck(AllocationWire.write(check)))
                    .isEqualTo(check));
      }
    }
  }

  @Test
  void aPartWithProblemsIsRefusedWithAllOfThem() {
    var json = JsonNodeFactory.instance.objectNode().put("type", "docker");
    json.putObject("params").put("image", "NOT AN IMAGE").put("working_directory", "here");

    assertThatThrownBy(() -> AllocationWire.readExecution(json))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("execution.params.image")
        .hasMessageContaining("execution.params.working_directory");
  }

  @Test
  void theOrderOfVariablesIsKept() {
    var text = Given.EXAMPLE_B.replace("cmd: [", "environment: [Z=1, A=2, M=3], cmd: [");

    assertThat(EnsembleWire.write(Given.parsed(text)).toString())
        .contains("[\"Z=1\",\"A=2\",\"M=3\"]");
  }

  private static Ensemble read(String json) {
    return switch (EnsembleWire.read(json.getBytes(StandardCharsets.UTF_8))) {
      case ParseResult.Parsed(var ensemble) -> ensemble;
      case ParseResult.Invalid invalid -> throw new AssertionError(invalid.toString());
    };
  }

  private static String golden(String name) {
    try (var in = Objects.requireNonNull(EnsembleWireTest.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
