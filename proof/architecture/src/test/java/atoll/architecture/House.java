package atoll.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * The checkout as it is: its modules in the order of the root POM, and what each declares to use.
 */
record House(Path root, SequencedMap<String, Room> rooms) {

  /** A module: where it is, and the modules that it uses in its program (not in its tests only). */
  record Room(String name, Path folder, List<String> uses) {
    String floor() {
      return folder.getParent().getFileName().toString();
    }
  }

  static House read() {
    var root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("atoll"))) root = root.getParent();
    var rooms = new LinkedHashMap<String, Room>();
    for (var module : texts(parse(root.resolve("pom.xml")), "module")) {
      var folder = root.resolve(module);
      var pom = parse(folder.resolve("pom.xml"));
      var name = folder.getFileName().toString();
      rooms.put(name, new Room(name, folder, used(pom)));
    }
    return new House(root, rooms);
  }

  List<Path> sources() {
    var files = new ArrayList<Path>();
    for (var room : rooms.values()) {
      var main = room.folder().resolve("src/main/java");
      if (!Files.isDirectory(main)) continue;
      try (var walk = Files.walk(main)) {
        walk.filter(p -> p.toString().endsWith(".java")).forEach(files::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return files;
  }

  Map<String, List<String>> arrows() {
    var arrows = new LinkedHashMap<String, List<String>>();
    rooms.values().forEach(room -> arrows.put(room.name(), room.uses()));
    return arrows;
  }

  private static List<String> used(Document pom) {
    var uses = new ArrayList<String>();
    var dependencies = pom.getElementsByTagName("dependency");
    for (int i = 0; i < dependencies.getLength(); i++) {
      var dependency = (Element) dependencies.item(i);
      if (!text(dependency, "groupId").equals("atoll") || text(dependency, "scope").equals("test"))
        continue;
      uses.add(text(dependency, "artifactId"));
    }
    return uses;
  }

  private static List<String> texts(Document document, String tag) {
    var nodes = document.getElementsByTagName(tag);
    var texts = new ArrayList<String>();
    for (int i = 0; i < nodes.getLength(); i++) texts.add(nodes.item(i).getTextContent().strip());
    return texts;
  }

  private static String text(Element parent, String tag) {
    var nodes = parent.getElementsByTagName(tag);
    return nodes.getLength() == 0 ? "" : nodes.item(0).getTextContent().strip();
  }

  private static Document parse(Path file) {
    try {
      return DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(file.toFile());
    } catch (ParserConfigurationException | SAXException e) {
      throw new IllegalStateException("reading " + file, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
