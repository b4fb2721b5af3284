package atoll.cli.config;

import atoll.cli.CliEnvironment;
import atoll.cli.CommandRefused;
import atoll.cli.ExitCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The value of every setting and where it is from. An option wins over a variable, that over {@code
 * atoll.yaml}, that over the original's file, and that over the standard.
 */
public final class Configuration {
  private final Map<String, Value> values;
  private final Path home;

  /**
   * @param source for people: an option, a variable, a file, or {@code default}
   */
  public record Value(Setting setting, String text, String source) {
    static final String DEFAULT = "default";

    public boolean isDefault() {
      return source.equals(DEFAULT);
    }

    /** Never shows a secret. */
    @Override
    public String toString() {
      return setting.key() + "=" + setting.shown(text) + " (" + source + ")";
    }
  }

  private Configuration(Map<String, Value> values, Path home) {
    this.values = values;
    this.home = home;
  }

  /**
   * @param file the only file to read, if the person named one
   * @param options what was given on the command line, by key
   * @throws CommandRefused with exit code 1 if a file or variable does not say what it may
   */
  public static Configuration load(
      CliEnvironment environment, Optional<String> file, Map<String, String> options) {
    var values = new LinkedHashMap<String, Value>();
    for (var setting : DmsSettings.all())
      values.put(setting.key(), new Value(setting, setting.standard(), Value.DEFAULT));
    if (file.isPresent()) put(values, ConfigFile.read(environment.resolve(file.get())));
    else {
      var places = ConfigPlaces.of(environment);
      places.foundOriginals().ifPresent(path -> put(values, ConfigFile.read(path)));
      places.foundOurs().ifPresent(path -> put(values, ConfigFile.read(path)));
    }
    for (var setting : DmsSettings.all()) {
      var variable = setting.variable();
      environment
          .variable(variable)
          .ifPresent(text ->
              values.put(
                  setting.key(), new Value(setting, checked(setting, text, variable), variable)));
      var option = options.get(setting.key());
      if (option != null)
        values.put(setting.key(), new Value(setting, checked(setting, option, "option"), "option"));
    }
    return new Configuration(values, environment.home());
  }

  public List<Value> all() {
    return List.copyOf(values.values());
  }

  /**
   * @throws IllegalArgumentException if there is no such setting
   */
  public Value value(String key) {
    var value = values.get(key);
    if (value == null) throw new IllegalArgumentException("no setting " + key);
    return value;
  }

  public String text(String key) {
    return value(key).text();
  }

  public int integer(String key) {
    return Math.toIntExact(Long.parseLong(text(key)));
  }

  public boolean truth(String key) {
    return Boolean.parseBoolean(text(key));
  }

  public Path path(String key) {
    var text = text(key);
    if (text.equals("~")) return home;
    return text.startsWith("~/") ? home.resolve(text.substring(2)) : Path.of(text).toAbsolutePath();
  }

  public List<String> list(String key) {
    return Arrays.stream(text(key).split(","))
        .map(String::strip)
        .filter(s -> !s.isEmpty())
        .toList();
  }

  public Duration duration(String key) {
    var text = text(key);
    return atoll.cli.Durations.parse(
        key, Character.isDigit(text.charAt(text.length() - 1)) ? text + "s" : text);
  }

  /** Where keys and capability contexts are kept. */
  public Path userFolder() {
    return path("general.user_dir");
  }

  private static void put(Map<String, Value> values, ConfigFile file) {
    file.values()
        .forEach((key, text) ->
            values.computeIfPresent(
                key, (_, old) -> new Value(old.setting(), text, file.path().toString())));
  }

  static String checked(Setting setting, String text, String from) {
    if (!setting.kind().accepts(text))
      throw new CommandRefused(
          ExitCode.WRONG_USE,
          "config_refused",
          setting.key()
              + " ("
              + from
              + ") is "
              + (setting.secret() ? "not what it may be" : text)
              + ", and must be "
              + setting.kind().words()
              + ".",
          "");
    return text;
  }
}
