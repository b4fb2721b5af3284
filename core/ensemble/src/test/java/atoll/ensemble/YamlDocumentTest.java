package atoll.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class YamlDocumentTest {
  @Test
  void jsonIsReadLikeYaml() {
    var json =
        """
        {"version": "V1",
        \t"allocations": {"a": {"executor": null, "type": "task", "execution": {"type": null}}},
        "nodes": {"n": {"allocations": ["a"]}}, "metadata": {"smile": "\\ud83d\\ude00\\/"}}
        """;

    assertThat(Given.parsed(json).metadata()).containsEntry("smile", "😀/");
  }

  @Test
  void anUnquotedNullIsTheNullExecutorAndNothingIsNot() {
    var text =
        """
        version: v1
        allocations:
          a: {executor: null, type: task, execution: {type: null}}
          b: {executor: "null", type: task, execution: {type: ~}}
        nodes:
          n: {allocations: [a, b]}
        """;

    assertThat(Given.parsed(text).allocations().values())
        .allSatisfy(a -> assertThat(a.execution()).isEqualTo(new Execution.Null()));
    assertThat(Given.problems(text.replace("executor: null", "executor: ")))
        .extracting(Problem::code)
        .containsExactly(Problem.Code.MISSING);
  }

  @Test
  void anchorsAndMergesSpareWriting() {
    var text =
        """
        version: V1
        resources:
          small: &small {cpu: {cores: 0.1}, ram: {size: 64 MiB}, disk: {size: 64 MiB}}
          more: {<<: *small, cpu: {cores: 2}}
        allocations:
          a: {executor: docker, type: task, resources: *small, execution: {type: docker, image: x}}
          b: {executor: docker, type: task, resources: more, execution: {type: docker, image: x}}
        nodes:
          n: {allocations: [a, b]}
        """;

    assertThat(Given.parsed(text).allocations().values())
        .extracting(a -> a.resources().cpu().millicores())
        .containsExactly(100L, 2000L);
  }

  @Test
  void anAliasBombDiesInTheParser() {
    var bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 20; i++) {
      var alias = "*a" + (i - 1);
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, (alias + ",").repeat(8) + alias));
    }

    assertThat(codes(bomb.toString())).containsExactly(Problem.Code.TOO_MANY);
  }

  @Test
  void manyAliasesAreRefusedWhateverTheyMean() {
    assertThat(codes("a: &a x\nb: [" + "*a,".repeat(300) + "]"))
        .containsExactly(Problem.Code.TOO_MANY);
  }

  @Test
  void anAliasOfWhatIsAroundItIsRefused() {
    assertThat(Given.problems("a: &a [*a]"))
        .singleElement()
        .satisfies(p -> assertThat(p.toString()).startsWith("test.yaml:1:8: *a is not defined"));
  }

  @Test
  void depthIsRefusedHoweverItIsWritten() {
    assertThat(codes("[".repeat(500_000))).containsExactly(Problem.Code.TOO_DEEP);
    assertThat(codes("- ".repeat(1000))).containsExactly(Problem.Code.TOO_DEEP);
    assertThat(codes("? ".repeat(1000))).containsExactly(Problem.Code.WRONG_TYPE);
    var staged = new StringBuilder("a0: &a0 " + "[".repeat(30) + "]".repeat(30) + "\n");
    for (int i = 1; i < 4; i++)
      staged.append("a%d: &a%d %s*a%d%s\n".formatted(i, i, "[".repeat(30), i - 1, "]".repeat(30)));
    assertThat(codes(staged.toString())).containsExactly(Problem.Code.TOO_DEEP);
  }

  @Test
  void sizeIsRefusedBeforeItIsRead() {
    assertThat(codes("#".repeat((1 << 20) + 1))).containsExactly(Problem.Code.TOO_LARGE);
  }

  @Test
  void syntaxIsToldWhereItBreaks() {
    assertThat(Given.problems("version: V1\nallocations:\n\tweb: 1\n"))
        .singleElement()
        .satisfies(p ->
            assertThat(p.toString())
                .startsWith("test.yaml:3:1: ")
                .endsWith("(indent with spaces)"));
    assertThat(Given.problems("a: [1, 2\nb: 3\n").getFirst().line()).isEqualTo(2);
    assertThat(Given.problems("ok: 1\nbad: \u0007").getFirst())
        .satisfies(p -> assertThat(p.line() + ":" + p.column()).isEqualTo("2:6"));
    assertThat(codes("a: 1\n---\nb: 2")).containsExactly(Problem.Code.SYNTAX);
    assertThat(codes("")).containsExactly(Problem.Code.MISSING);
    assertThat(codes("%YAML 99999999999.1\n---\na: 1")).containsExactly(Problem.Code.SYNTAX);
    assertThat(codes("a: \"\\UFFFFFFFF\"")).containsExactly(Problem.Code.SYNTAX);
  }

  @Test
  void bytesThatAreNoTextAreRefused() {
    var result =
        EnsembleParser.parse("x", new byte[] {'a', (byte) 0xff, (byte) 0xfe}, Given.files());

    assertThat(result.toString()).isEqualTo("x:1:1: the file is not UTF-8 text");
  }

  @Test
  void tagsMeanNothing() {
    assertThat(codes("!java.lang.Runtime {}")).contains(Problem.Code.UNSUPPORTED);
  }

  @Test
  void aThousandProblemsAreNotToldOneByOne() {
    var text = new StringBuilder("version: V1\n");
    IntStream.range(0, 5000).forEach(i -> text.append("x").append(i).append(": 1\n"));

    var problems = Given.problems(text.toString());

    assertThat(problems).hasSize(Problems.TOLD + 1);
    assertThat(problems.getLast().message()).endsWith("more problems");
  }

  @Test
  void whatATerminalWouldObeyIsNotRepeated() {
    assertThat(Given.problems("\"\\e[2J\\u202e\": 1\nversion: \"\\e]0;x\\a\"").toString())
        .doesNotContain("\u001b")
        .doesNotContain("\u0007");
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheText() {
    assertThat(
            EnsembleParser.parse(
                "x", ("\uFEFF" + Given.EXAMPLE_A).getBytes(StandardCharsets.UTF_8), Given.files()))
        .isInstanceOf(ParseResult.Parsed.class);
  }

  private static java.util.List<Problem.Code> codes(String text) {
    return Given.problems(text).stream().map(Problem::code).toList();
  }
}
