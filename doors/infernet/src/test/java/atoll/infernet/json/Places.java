package atoll.infernet.json;

import java.util.ArrayList;
import java.util.List;

/** Where the values of a document are, found without reading it as the door does. */
final class Places {
  private final String json;
  private final List<Place> found = new ArrayList<>();
  private int at;

  /**
   * @param name of the member that it is the value of; empty if of none
   */
  record Place(int begin, int end, String name) {}

  private Places(String json) {
    this.json = json;
  }

  /** Those before the first place where it is no document. */
  static List<Place> of(String json) {
    var places = new Places(json);
    try {
      places.value("", 0);
    } catch (IndexOutOfBoundsException _) {
      return places.found;
    }
    return places.found;
  }

  private void value(String name, int depth) {
    skip(" \t\r\n");
    int begin = at;
    char first = json.charAt(at);
    if (first == '"') text();
    else if ((first == '{' || first == '[') && depth < 50) inside(first == '{', depth);
    else while (at < json.length() && ",]} \t\r\n".indexOf(json.charAt(at)) < 0) at++;
    found.add(new Place(begin, at, name));
  }

  private void inside(boolean named, int depth) {
    at++;
    skip(" \t\r\n,");
    while ("]}".indexOf(json.charAt(at)) < 0) {
      var name = "";
      if (named) {
        int begin = at;
        text();
        name = json.substring(begin + 1, at - 1);
        skip(" \t\r\n:");
      }
      value(name, depth + 1);
      skip(" \t\r\n,");
    }
    at++;
  }

  private void text() {
    at++;
    while (json.charAt(at) != '"') at += json.charAt(at) == '\\' ? 2 : 1;
    at++;
  }

  private void skip(String these) {
    while (at < json.length() && these.indexOf(json.charAt(at)) >= 0) at++;
  }
}
