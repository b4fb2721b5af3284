package atoll.ensemble;

import atoll.ensemble.Problem.Code;
import atoll.kernel.json.CanonicalJson;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The wire form of ensembles, {@code {"v1":{…}}}: written in the v0.5 dialect, with sizes in bytes,
 * clocks in hertz, scripts and modules in base64 (DMS §6.1); read in every dialect, whatever the
 * case of its names. What is read comes from strangers and is checked like a file.
 */
public final class EnsembleWire {
  private static final JsonMapper STRICT =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxDocumentLength(Limits.WIRE)
                          .maxStringLength(Limits.WIRE)
                          .maxNestingDepth(Limits.DEPTH)
                          .maxNumberLength(64)
                          .maxTokenCount(3L * Limits.VALUES)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private EnsembleWire() {}

  public static ObjectNode write(Ensemble ensemble) {
    return new WireWriter().envelope(ensemble);
  }

  /** Compact JSON in UTF-8; the same ensemble gives the same bytes. */
  public static byte[] bytes(Ensemble ensemble) {
    return new CanonicalJson().tree(write(ensemble)).toBytes();
  }

  /** Never throws for what the bytes are. */
  public static ParseResult read(byte[] json) {
    var problems = new Problems("");
    if (json.length > Limits.WIRE) {
      problems.add(
          Position.NONE,
          "",
          Code.TOO_LARGE,
          "the ensemble has "
              + Units.bytes(json.length)
              + ", more than "
              + Units.bytes(Limits.WIRE),
          "");
      return new ParseResult.Invalid(problems.told());
    }
    try {
      return read(STRICT.readTree(json));
    } catch (JacksonException e) {
      problems.add(Position.NONE, "", Code.SYNTAX, Said.plain(e.getOriginalMessage(), 200), "");
    } catch (NumberFormatException e) {
      // The library lets exponents that no number can have out as they are.
      problems.add(Position.NONE, "", Code.SYNTAX, "a number has too large an exponent", "");
    }
    return new ParseResult.Invalid(problems.told());
  }

  /** Never throws for what the tree is. */
  public static ParseResult read(JsonNode json) {
    var problems = new Problems("");
    var reading = Reading.of(Dialect.WIRE, problems, SourceFiles.none());
    var tree = JsonTree.of(json, problems);
    if (tree.isEmpty()) return new ParseResult.Invalid(problems.told());
    var version =
        Value.root(reading, tree.get()).members("an object", "").require("v1", "{\"v1\": {…}}");
    if (version.isEmpty()) return new ParseResult.Invalid(problems.told());
    return EnsembleReader.read(reading, version.get().tree());
  }
}
