package atoll.ensemble;

import atoll.ensemble.Problem.Code;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;

/**
 * Reads YAML 1.2, and with it JSON, into a {@link Tree}. Size, depth and aliases are bounded while
 * the parser's events arrive, so a bomb dies before it is built; recursion is never used.
 */
final class YamlDocument {
  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setCodePointLimit(Limits.FILE + 1).build();

  private YamlDocument() {}

  /** Empty if there is no tree at all; what is wrong is in {@code problems} either way. */
  static Optional<Tree> read(byte[] bytes, Problems problems) {
    if (bytes.length > Limits.FILE) {
      problems.add(
          Position.START,
          "",
          Code.TOO_LARGE,
          "the file has " + Units.bytes(bytes.length) + ", more than " + Units.bytes(Limits.FILE),
          "put scripts and modules in files of their own and name them");
      return Optional.empty();
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      problems.add(Position.START, "", Code.SYNTAX, "the file is not UTF-8 text", "");
      return Optional.empty();
    }
    return read(text.startsWith("\uFEFF") ? text.substring(1) : text, problems);
  }

  private static Optional<Tree> read(String text, Problems problems) {
    var builder = new TreeBuilder(problems);
    try {
      for (Event event : new Parse(SETTINGS).parseString(text)) builder.accept(event);
    } catch (TreeBuilder.Refused e) {
      return Optional.empty();
    } catch (MarkedYamlEngineException e) {
      var problem = e.getProblem() == null ? "not YAML" : Said.plain(e.getProblem(), 200);
      var hint =
          problem.contains("TAB")
              ? "indent with spaces"
              : e.getContext() == null ? "" : Said.plain(e.getContext(), 200);
      problems.add(position(e.getProblemMark()), "", Code.SYNTAX, problem, hint);
      return Optional.empty();
    } catch (ReaderException e) {
      problems.add(
          positionOf(text, e.getPosition()),
          "",
          Code.SYNTAX,
          "a control character (U+%04X) stands here".formatted(e.getCodePoint()),
          "delete it");
      return Optional.empty();
    } catch (RuntimeException e) {
      // The library lets some malformed escapes and directives out as other exceptions.
      problems.add(Position.START, "", Code.SYNTAX, "not YAML that can be read", "");
      return Optional.empty();
    }
    if (builder.tree().isEmpty())
      problems.add(
          Position.START,
          "",
          Code.MISSING,
          "the file is empty",
          "an ensemble has version, allocations and nodes");
    return builder.tree();
  }

  static Position position(Optional<Mark> mark) {
    return mark.map(m -> new Position(m.getLine() + 1, m.getColumn() + 1)).orElse(Position.START);
  }

  private static Position positionOf(String text, int codePoint) {
    int line = 1;
    int column = 1;
    for (int c : text.codePoints().limit(Math.max(0, codePoint)).toArray()) {
      if (c == '\n') {
        line++;
        column = 1;
      } else column++;
    }
    return new Position(line, column);
  }
}
