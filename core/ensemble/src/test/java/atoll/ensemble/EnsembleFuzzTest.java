package atoll.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Whatever the bytes, a result comes back, and soon. */
class EnsembleFuzzTest {
  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ":",
          ": ",
          "- ",
          "\n",
          "  ",
          "\t",
          "\"",
          "'",
          "|",
          ">",
          "&a ",
          "*a",
          "<<: ",
          "!!str ",
          "!x ",
          "%YAML 1.1\n",
          "---\n",
          "...\n",
          "? ",
          "#",
          "\0",
          "\uFEFF",
          "null",
          "~",
          "-1",
          "1e99",
          "0.0000000001",
          "9".repeat(40),
          "true",
          "web",
          "n1",
          "é😀",
          "\\u0000",
          "V1",
          "allocations: ",
          "nodes: ",
          "type: ",
          "@",
          "`",
          ",",
          "\r",
          "\u2028");

  @Test
  void mutatedFilesGiveAResult() {
    var seeds = List.of(Given.EXAMPLE_A, Given.EXAMPLE_B, Given.EXAMPLE_C);
    Assertions.assertTimeoutPreemptively(
        Duration.ofMinutes(2),
        () -> {
          for (int seed = 0; seed < 2_000; seed++) {
            var random = new Random(seed);
            var bytes = mutate(seeds.get(seed % 3).getBytes(StandardCharsets.UTF_8), random);
            assertThat(EnsembleParser.parse("f", bytes, Given.files()))
                .as("seed %d", seed)
                .isNotNull()
                .satisfies(EnsembleFuzzTest::saysWhatIsWrong);
          }
        });
  }

  @Test
  void mutatedWireBytesGiveAResult() {
    Assertions.assertTimeoutPreemptively(
        Duration.ofMinutes(2),
        () -> {
          for (int seed = 0; seed < 1_000; seed++) {
            var random = new Random(seed);
            var bytes = mutate(EnsembleWire.bytes(RandomEnsembles.from(random)), random);
            assertThat(EnsembleWire.read(bytes))
                .as("seed %d", seed)
                .isNotNull()
                .satisfies(EnsembleFuzzTest::saysWhatIsWrong);
          }
        });
  }

  /** Shapes that would cost a careless reader more than their size. */
  @Test
  void whatIsMadeToBeSlowIsNot() {
    int much = 1 << 18;
    var longName = "a".repeat(50);
    var wrongNames = new StringBuilder("version: V1\nallocations:\n");
    for (int i = 0; i < 1000; i++)
      wrongNames.append("  ").append(longName).append(i).append(": {}\n");
    wrongNames.append("nodes:\n  n: {allocations: [");
    for (int i = 0; i < 9000; i++) wrongNames.append("b".repeat(50)).append(i).append(',');
    wrongNames.append("]}\n");
    var countries = "{location: {accept: [" + "{continent: EU, country: Nowhere},".repeat(9000);
    var ports = new StringBuilder("nodes: {n: {allocations: [a], ports: [");
    for (int i = 1; i < 9000; i++) ports.append("{private: ").append(i).append("},");
    var files =
        List.of(
            "a".repeat(much),
            "a\n".repeat(much / 2),
            "a: ".repeat(much / 3),
            "a, ".repeat(much / 3),
            "[" + "a, ".repeat(much / 3),
            "{" + "a, ".repeat(much / 3),
            "{a: [" + "{b: c},".repeat(60_000) + "]}",
            "- a\n".repeat(much / 4),
            "&a ".repeat(much / 3),
            "&" + "a".repeat(much) + " b",
            "# \n".repeat(much / 3),
            "\"" + "\\x41".repeat(much / 4) + "\"",
            "'" + "''".repeat(much / 2),
            "|\n" + " a\n".repeat(much / 3),
            " ".repeat(much),
            "\n".repeat(much),
            "%a b\n".repeat(much / 5),
            "? a\n".repeat(much / 4),
            "{? ".repeat(much / 3),
            wrongNames.toString(),
            "nodes: {n: " + countries + "]}}}",
            ports + "]}}");
    Assertions.assertTimeoutPreemptively(
        Duration.ofMinutes(1),
        () -> {
          for (var file : files)
            assertThat(
                    EnsembleParser.parse(
                        "f", file.getBytes(StandardCharsets.UTF_8), SourceFiles.none()))
                .isInstanceOf(ParseResult.Invalid.class);
        });
  }

  private static void saysWhatIsWrong(ParseResult result) {
    if (result instanceof ParseResult.Invalid(var problems))
      assertThat(problems).isNotEmpty().allSatisfy(p -> assertThat(p.message()).isNotBlank());
  }

  static byte[] mutate(byte[] bytes, Random random) {
    for (int i = 1 + random.nextInt(4); i > 0; i--) bytes = mutateOnce(bytes, random);
    return bytes;
  }

  private static byte[] mutateOnce(byte[] bytes, Random random) {
    int from = random.nextInt(bytes.length + 1);
    int to = Math.min(bytes.length, from + random.nextInt(12));
    return switch (random.nextInt(5)) {
      case 0 -> join(bytes, from, new byte[0], to);
      case 1 -> join(bytes, from, Arrays.copyOfRange(bytes, from, to), from);
      case 2 ->
          join(
              bytes,
              from,
              new byte[] {(byte) random.nextInt(256)},
              Math.min(bytes.length, from + 1));
      case 3 -> join(bytes, from, piece(random), from);
      default -> join(bytes, from, piece(random), to);
    };
  }

  private static byte[] piece(Random random) {
    return PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] join(byte[] bytes, int end, byte[] middle, int start) {
    var joined = new byte[end + middle.length + bytes.length - start];
    System.arraycopy(bytes, 0, joined, 0, end);
    System.arraycopy(middle, 0, joined, end, middle.length);
    System.arraycopy(bytes, start, joined, end + middle.length, bytes.length - start);
    return joined;
  }
}
