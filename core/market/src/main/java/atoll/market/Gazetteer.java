package atoll.market;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Where cities are: every capital and several hundred large ones, to about ten kilometres. Names
 * are found without case, accents and punctuation, in English and often in the country's own
 * spelling.
 */
public final class Gazetteer {
  private static final String TABLE = "gazetteer.csv";
  private final Map<String, Coordinates> places;

  private Gazetteer(Map<String, Coordinates> places) {
    this.places = places;
  }

  /** The table that comes with the program. */
  public static Gazetteer builtIn() {
    return BuiltIn.TABLE_OF_CITIES;
  }

  /**
   * @param country ISO 3166 code of two letters
   */
  public Optional<Coordinates> find(String country, String city) {
    return Optional.ofNullable(places.get(key(country, city)));
  }

  int size() {
    return places.size();
  }

  private static String key(String country, String city) {
    return country.toUpperCase(Locale.ROOT) + "/" + plain(city);
  }

  private static String plain(String name) {
    var letters =
        Normalizer.normalize(name.toLowerCase(Locale.ROOT), Normalizer.Form.NFD)
            .replace("ß", "ss")
            .replace("ø", "o")
            .replace("ł", "l")
            .replace("đ", "d")
            .replace("æ", "ae")
            .replace("ı", "i");
    return letters.replaceAll("[^\\p{L}\\p{N}]", "");
  }

  /** Lines of {@code country,name|other name,latitude,longitude}; # begins a comment. */
  static Gazetteer read(BufferedReader lines) {
    var places = new HashMap<String, Coordinates>();
    lines
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .forEach(line -> add(places, line));
    return new Gazetteer(Map.copyOf(places));
  }

  private static void add(Map<String, Coordinates> places, String line) {
    var columns = line.split(",", -1);
    if (columns.length != 4) throw new IllegalArgumentException("not a place: " + line);
    var at = new Coordinates(Double.parseDouble(columns[2]), Double.parseDouble(columns[3]));
    for (var name : columns[1].split("\\|", -1)) {
      var other = places.put(key(columns[0], name), at);
      if (other != null && !other.equals(at))
        throw new IllegalArgumentException("in two places: " + columns[0] + " " + name);
    }
  }

  private static final class BuiltIn {
    static final Gazetteer TABLE_OF_CITIES = load();

    private static Gazetteer load() {
      try (var lines =
          new BufferedReader(
              new InputStreamReader(
                  Objects.requireNonNull(Gazetteer.class.getResourceAsStream(TABLE)),
                  StandardCharsets.UTF_8))) {
        return read(lines);
      } catch (IOException e) {
        throw new UncheckedIOException("reading the table of cities", e);
      }
    }
  }
}
