package atoll.acceptance.terminal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The commands that README has its readers type, by section, in order, without their comments. */
public record Readme(Map<String, List<String>> sections) {

  public static Readme of(Path file) {
    var sections = new LinkedHashMap<String, List<String>>();
    var section = "";
    try {
      for (var line : Files.readAllLines(file)) {
        if (line.startsWith("#")) section = line.replaceFirst("^#+ *", "");
        else if (line.startsWith("    "))
          sections.computeIfAbsent(section, _ -> new ArrayList<>()).add(withoutComment(line));
        // what is fenced is no command: the ensemble file
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    sections.values().forEach(commands -> commands.removeIf(Readme::isNoCommand));
    return new Readme(sections);
  }

  private static String withoutComment(String line) {
    return line.strip().replaceFirst("\\s+#.*$", "");
  }

  private static boolean isNoCommand(String line) {
    return !line.startsWith("./") && !line.startsWith("examples/") && !line.startsWith("curl ");
  }

  public List<String> section(String name) {
    var commands = sections.get(name);
    if (commands == null || commands.isEmpty())
      throw new AssertionError("README has no commands under \"" + name + "\": " + sections);
    return commands;
  }
}
