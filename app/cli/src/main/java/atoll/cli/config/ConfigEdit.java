package atoll.cli.config;

import atoll.cli.CommandRefused;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Changes one setting in the text of a file and leaves the rest as the person wrote it, comments
 * too. Where that cannot be done, the file is written anew.
 */
final class ConfigEdit {
  private ConfigEdit() {}

  /** The text with {@code setting} set to {@code value}. */
  static String set(ConfigFile file, Setting setting, String value) {
    var path = path(file, setting);
    var wanted = without(file, setting);
    put(wanted, path, node(setting, value));
    var written = scalar(setting, value);
    if (file.isYaml() && written.isPresent())
      for (var edited :
          List.of(replaced(file, path, written.get()), inserted(file, path, written.get())))
        if (edited.isPresent() && says(file, edited.get(), setting, value)) return edited.get();
    return anew(file, wanted);
  }

  /** Whether {@code text} sets what the file does, and {@code setting} besides. */
  private static boolean says(ConfigFile file, String text, Setting setting, String value) {
    var expected = new HashMap<>(file.values());
    expected.put(setting.key(), value);
    var edited = ConfigFile.of(file.path(), text);
    try {
      return edited.values().equals(expected)
          && Objects.equals(
              edited.tree().get(ConfigFile.INFERNET), file.tree().get(ConfigFile.INFERNET));
    } catch (CommandRefused e) {
      return false;
    }
  }

  /** The text without {@code setting}. */
  static String remove(ConfigFile file, Setting setting) {
    file.values(); // a file that is wrong already is not made worse
    return anew(file, without(file, setting));
  }

  /** The text without any setting: empty, unless another door has a section in it. */
  static String clear(ConfigFile file) {
    try {
      if (InfernetSection.of(file).isEmpty()) return "";
    } catch (CommandRefused e) { // nothing in it can be told apart
      return "";
    }
    var tree = (ObjectNode) file.tree().deepCopy();
    tree.remove(ConfigFile.SECTION);
    return anew(file, tree);
  }

  private static List<String> path(ConfigFile file, Setting setting) {
    var path = (file.isYaml() ? ConfigFile.SECTION + "." : "") + setting.key();
    return Arrays.asList(path.split("\\."));
  }

  /** A copy of the document in which neither the key nor an alias of it stands. */
  private static ObjectNode without(ConfigFile file, Setting setting) {
    var tree = (ObjectNode) file.tree().deepCopy();
    drop(tree, path(file, setting));
    for (var alias : setting.aliases())
      drop(
          tree,
          Arrays.asList(((file.isYaml() ? ConfigFile.SECTION + "." : "") + alias).split("\\.")));
    return tree;
  }

  private static void drop(ObjectNode in, List<String> path) {
    for (var name : List.copyOf(in.propertyNames())) {
      if (!name.equalsIgnoreCase(path.getFirst())) continue;
      if (path.size() == 1) in.remove(name);
      else if (in.get(name) instanceof ObjectNode inner) {
        drop(inner, path.subList(1, path.size()));
        if (inner.isEmpty()) in.remove(name);
      }
    }
  }

  private static void put(ObjectNode in, List<String> path, JsonNode value) {
    var at = in;
    for (var name : path.subList(0, path.size() - 1))
      at = at.get(name) instanceof ObjectNode inner ? inner : at.putObject(name);
    at.set(path.getLast(), value);
  }

  private static JsonNode node(Setting setting, String value) {
    var make = JsonNodeFactory.instance;
    return switch (setting.kind()) {
      case INTEGER, PORT -> make.numberNode(Long.parseLong(value));
      case TRUTH -> make.booleanNode(Boolean.parseBoolean(value));
      case LIST -> list(value);
      case DURATION ->
          value.matches("\\d+") ? make.numberNode(Long.parseLong(value)) : make.stringNode(value);
      case TEXT, FOLDER, LEVEL -> make.stringNode(value);
    };
  }

  private static ArrayNode list(String value) {
    var items = JsonNodeFactory.instance.arrayNode();
    for (var item : value.split(",")) if (!item.isBlank()) items.add(item.strip());
    return items;
  }

  /** As YAML writes it on a line. */
  private static Optional<String> scalar(Setting setting, String value) {
    return switch (setting.kind()) {
      case INTEGER, PORT, TRUTH -> Optional.of(value);
      case DURATION, TEXT, FOLDER, LEVEL ->
          Optional.of(
              value.matches("\\d+") && setting.kind() == Setting.Kind.DURATION
                  ? value
                  : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
      case LIST -> Optional.empty();
    };
  }

  /** With the value that is there replaced. */
  private static Optional<String> replaced(ConfigFile file, List<String> path, String value) {
    return find(file, path)
        .filter(place -> place.end() > place.start())
        .map(place ->
            file.text().substring(0, place.start()) + value + file.text().substring(place.end()));
  }

  /** With a line added, beside those that are next to it. */
  private static Optional<String> inserted(ConfigFile file, List<String> path, String value) {
    for (int known = path.size() - 1; known >= 0; known--) {
      var beside = known == 0 ? Optional.<Place>empty() : firstInside(file, path.subList(0, known));
      if (known > 0 && beside.isEmpty()) continue;
      var text = file.text();
      int indent = beside.map(Place::column).orElse(0);
      var lines = new StringBuilder();
      for (int i = known; i < path.size(); i++)
        lines
            .repeat(' ', indent + 2 * (i - known))
            .append(path.get(i))
            .append(':')
            .append(i == path.size() - 1 ? " " + value : "")
            .append('\n');
      if (beside.isEmpty())
        return Optional.of(text + (text.isEmpty() || text.endsWith("\n") ? "" : "\n") + lines);
      int lineStart = text.lastIndexOf('\n', beside.get().start()) + 1;
      return Optional.of(text.substring(0, lineStart) + lines + text.substring(lineStart));
    }
    return Optional.empty();
  }

  private record Place(int start, int end, int column) {}

  /** Where the scalar at {@code path} stands. */
  private static Optional<Place> find(ConfigFile file, List<String> path) {
    return walk(file, path, false);
  }

  /** Where the first name inside the mapping at {@code path} stands. */
  private static Optional<Place> firstInside(ConfigFile file, List<String> path) {
    return walk(file, path, true);
  }

  private static Optional<Place> walk(ConfigFile file, List<String> path, boolean inside) {
    if (file.text().isBlank()) return Optional.empty();
    var here = new java.util.ArrayDeque<String>();
    try (JsonParser parser = ConfigFile.mapper(true).createParser(file.text())) {
      for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.PROPERTY_NAME) {
          if (inside && List.copyOf(here).equals(path)) return Optional.of(place(parser));
          here.addLast(parser.currentName());
          token = parser.nextToken();
          if (token.isScalarValue()) {
            if (!inside && List.copyOf(here).equals(path)) return Optional.of(place(parser));
            here.removeLast();
          } else if (token == JsonToken.START_ARRAY) {
            parser.skipChildren();
            here.removeLast();
          }
        } else if (token == JsonToken.END_OBJECT && !here.isEmpty()) here.removeLast();
      }
    }
    return Optional.empty();
  }

  private static Place place(JsonParser parser) {
    var start = parser.currentTokenLocation();
    var end = parser.currentLocation();
    return new Place(
        (int) start.getCharOffset(), (int) end.getCharOffset(), start.getColumnNr() - 1);
  }

  private static String anew(ConfigFile file, ObjectNode tree) {
    if (tree.isEmpty()) return file.isYaml() ? "" : "{}\n";
    var text =
        ConfigFile.mapper(file.isYaml())
            .writer()
            .with(SerializationFeature.INDENT_OUTPUT)
            .writeValueAsString(tree);
    text = text.startsWith("---") ? text.substring(3).stripLeading() : text;
    return text.endsWith("\n") ? text : text + "\n";
  }
}
