package atoll.cli.config;

import atoll.cli.CommandRefused;
import atoll.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * One file of settings: {@code atoll.yaml}, with a section per door, or the original's {@code
 * dms_config.json}, which is what our {@code dms} section holds. Decoding is exact: an unknown or
 * repeated key or a value of the wrong kind refuses the file.
 */
final class ConfigFile {
  static final String SECTION = "dms";

  /** Another door's, which reads it by itself. */
  static final String INFERNET = "infernet";

  private static final int MOST = 256 << 10;
  private static final int DEEPEST = 16;

  private final Path path;
  private final String text;

  private ConfigFile(Path path, String text) {
    this.path = path;
    this.text = text;
  }

  /** As it would be with this content. */
  static ConfigFile of(Path path, String text) {
    return new ConfigFile(path, text);
  }

  /**
   * @throws CommandRefused if it cannot be read or is larger than any such file
   */
  static ConfigFile read(Path path) {
    try (var in = Files.newInputStream(path)) {
      var bytes = in.readNBytes(MOST + 1);
      if (bytes.length > MOST) throw refused(path + " has more than " + MOST + " bytes.", "");
      return new ConfigFile(path, new String(bytes, java.nio.charset.StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      throw refused(path + " does not exist.", "");
    } catch (IOException e) {
      throw refused(path + " cannot be read: " + e.getMessage() + ".", "");
    }
  }

  Path path() {
    return path;
  }

  String text() {
    return text;
  }

  boolean isYaml() {
    return isYaml(path);
  }

  static boolean isYaml(Path path) {
    var name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    return !name.endsWith(".json");
  }

  /**
   * What it sets, by key.
   *
   * @throws CommandRefused with every problem
   */
  SequencedMap<String, String> values() {
    var problems = new ArrayList<String>();
    var values = new LinkedHashMap<String, String>();
    var tree = tree();
    if (isYaml()) {
      for (var section : tree.properties()) {
        if (section.getKey().equals(SECTION))
          collect(section.getValue(), "", SECTION + ".", values, problems);
        else if (!section.getKey().equals(INFERNET)) problems.add(unknownSection(section.getKey()));
      }
    } else collect(tree, "", "", values, problems);
    if (!problems.isEmpty())
      throw refused(
          path
              + (problems.size() == 1
                  ? ": " + problems.getFirst()
                  : " has " + problems.size() + " problems:\n  " + String.join("\n  ", problems)),
          "");
    return values;
  }

  private static String unknownSection(String name) {
    var inside = DmsSettings.all().stream().anyMatch(s -> s.key().startsWith(name + "."));
    var known = List.of(SECTION, INFERNET);
    return "unknown section "
        + name
        + (inside
            ? ", which belongs under " + SECTION + ":"
            : "; known are " + String.join(" and ", known));
  }

  /** The whole document; an empty file is an empty object. */
  JsonNode tree() {
    if (text.isBlank()) return JsonNodeFactory.instance.objectNode();
    try {
      if (isYaml()) refuseAliases();
      var tree = mapper(isYaml()).readTree(text);
      if (tree.isMissingNode() || tree.isNull()) return JsonNodeFactory.instance.objectNode();
      if (!tree.isObject()) throw refused(path + " is not a set of keys and values.", "");
      return tree;
    } catch (MismatchedInputException e) {
      throw refused(path + at(e.getLocation()) + ": more than one document.", "");
    } catch (JacksonException e) {
      throw refused(
          path
              + at(e.getLocation())
              + ": "
              + e.getOriginalMessage().lines().findFirst().orElse("malformed")
              + ".",
          "");
    }
  }

  /**
   * The library takes one for a text. Its name is not told: it may be a password without quotes.
   */
  private void refuseAliases() {
    try (var parser = mapper(true).createParser(text)) {
      while (parser.nextToken() != null)
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias())
          throw refused(
              path
                  + at(parser.currentTokenLocation())
                  + ": an alias, which is not understood here.",
              "Write out what it stands for; a text that begins with * has quotes.");
    }
  }

  private static String at(@Nullable TokenStreamLocation place) {
    return place == null || place.getLineNr() < 1
        ? ""
        : ":" + place.getLineNr() + ":" + place.getColumnNr();
  }

  private static void collect(
      JsonNode node,
      String key,
      String shownBefore,
      SequencedMap<String, String> values,
      List<String> problems) {
    var setting = DmsSettings.find(key);
    if (setting.isEmpty() && (node.isObject() || (node.isNull() && isGroup(key)))) {
      for (var member : node.properties())
        collect(
            member.getValue(),
            key.isEmpty() ? member.getKey() : key + "." + member.getKey(),
            shownBefore,
            values,
            problems);
      return;
    }
    var shown = shownBefore + key;
    if (setting.isEmpty()) {
      var question = DmsSettings.near(key);
      problems.add("unknown key " + shown + (question.isEmpty() ? "" : ". " + question));
      return;
    }
    var text = text(node, setting.get());
    if (text == null || !setting.get().kind().accepts(text))
      problems.add(shown + " is not " + setting.get().kind().words());
    else if (values.put(setting.get().key(), text) != null)
      problems.add(shown + " is given twice, under two names");
  }

  private static boolean isGroup(String key) {
    return key.isEmpty()
        || DmsSettings.all().stream()
            .anyMatch(s ->
                s.key().startsWith(key + ".")
                    || s.aliases().stream().anyMatch(a -> a.startsWith(key + ".")));
  }

  private static @Nullable String text(JsonNode node, Setting setting) {
    if (node.isNull()) return setting.standard();
    if (node.isArray()) {
      if (setting.kind() != Setting.Kind.LIST) return null;
      var items = new ArrayList<String>();
      for (var item : node) {
        if (!item.isString()) return null;
        items.add(item.stringValue());
      }
      return String.join(",", items);
    }
    return node.isObject() ? null : node.asString();
  }

  static ObjectMapper mapper(boolean yaml) {
    var limits =
        StreamReadConstraints.builder().maxNestingDepth(DEEPEST).maxStringLength(MOST).build();
    return yaml
        ? YAMLMapper.builder(
                YAMLFactory.builder()
                    .streamReadConstraints(limits)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
        : JsonMapper.builder(
                JsonFactory.builder()
                    .streamReadConstraints(limits)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
  }

  static CommandRefused refused(String message, String toDo) {
    return new CommandRefused(ExitCode.WRONG_USE, "config_refused", message, toDo);
  }
}
