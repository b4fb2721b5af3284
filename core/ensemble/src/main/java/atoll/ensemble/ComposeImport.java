package atoll.ensemble;

import atoll.ensemble.Problem.Code;
import atoll.kernel.DnsLabel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes an ensemble file of a docker-compose file: its services become allocations of one node,
 * which see each other as they do in Compose. What has no counterpart is left out and told.
 */
public final class ComposeImport {
  /** What became of a docker-compose file. */
  public sealed interface Result {
    /**
     * @param ensembleYaml an ensemble file; the last notes tell what is not valid in it yet
     * @param notes what was left out, changed or guessed, each one line for people
     */
    record Translated(String ensembleYaml, List<String> notes) implements Result {
      public Translated {
        notes = List.copyOf(notes);
      }
    }

    /**
     * @param problems why this is no docker-compose file
     */
    record Invalid(List<Problem> problems) implements Result {
      public Invalid {
        problems = List.copyOf(problems);
      }
    }
  }

  private static final String NODE = "n1";

  private final ComposeNotes notes;
  private final Reading reading;

  private ComposeImport(String fileName, Reading reading) {
    this.notes = new ComposeNotes(fileName);
    this.reading = reading;
  }

  /**
   * @param fileName what notes and problems call the file; it is not opened
   */
  public static Result translate(String fileName, byte[] composeYaml) {
    var problems = new Problems(fileName);
    var tree = YamlDocument.read(composeYaml, problems);
    if (tree.isEmpty()) return new Result.Invalid(problems.told());
    var reading = Reading.of(Dialect.FILE, problems, SourceFiles.none());
    var translation = new ComposeImport(fileName, reading);
    var text = translation.translate(Value.root(reading, tree.get()));
    if (!problems.isEmpty()) return new Result.Invalid(problems.told());
    translation.noteWhatIsInvalid(text);
    return new Result.Translated(text, translation.notes.all());
  }

  private String translate(Value root) {
    var top = root.members("a mapping", "a docker-compose file has services");
    top.find("version");
    var name = top.find("name").map(notes::text);
    var volumes = top.find("volumes").map(Names::free).orElse(new LinkedHashMap<>());
    var values =
        top.require("services", "services: {web: {image: nginx}}")
            .map(Names::free)
            .orElse(new LinkedHashMap<>());
    for (var other : top.others()) if (!isExtension(other)) notes.add(other, "is not carried over");
    volumes.forEach((_, v) -> {
      if (v.isMapping()) notes.add(v, "its options are not carried over, it is a local volume");
    });

    var names = names(values);
    var services = new ArrayList<ComposeService>();
    values.forEach((key, v) -> services.add(new ComposeService(v, key, names, notes)));
    Set<String> awaited = new TreeSet<>();
    services.forEach(s -> awaited.addAll(s.awaitedToEnd()));

    var text = new StringBuilder("version: V1\n");
    name.ifPresent(n -> text.append("metadata: {name: ").append(YamlText.of(n)).append("}\n"));
    text.append("allocations:\n");
    services.forEach(s -> s.write(text, awaited.contains(s.name())));
    text.append("nodes:\n  ").append(NODE).append(":\n    allocations: ");
    text.append(YamlText.list(services.stream().map(ComposeService::name).toList())).append('\n');
    var ports = services.stream().flatMap(s -> s.ports().stream()).toList();
    if (!ports.isEmpty()) text.append("    ports:\n");
    ports.forEach(p -> text.append("      - ").append(p).append('\n'));
    return text.toString();
  }

  private static boolean isExtension(Value member) {
    return member.path().substring(member.path().lastIndexOf('.') + 1).startsWith("x-");
  }

  /** A DNS label for each service: Compose allows more. */
  private Map<String, String> names(Map<String, Value> services) {
    var names = new LinkedHashMap<String, String>();
    services.forEach((service, value) -> {
      var label =
          service.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-").replaceAll("^-+|-+$", "");
      if (label.length() > 50) label = label.substring(0, 50).replaceAll("-+$", "");
      if (!DnsLabel.isValid(label)) label = "service";
      var unique = label;
      for (int i = 2; names.containsValue(unique); i++) unique = label + "-" + i;
      if (!unique.equals(service)) notes.add(value, "is called " + unique + " here");
      names.put(service, unique);
    });
    return names;
  }

  private void noteWhatIsInvalid(String text) {
    var result =
        EnsembleParser.parse("ensemble", text.getBytes(StandardCharsets.UTF_8), reading.files());
    if (result instanceof ParseResult.Invalid(var problems))
      for (var problem : problems)
        if (problem.code() != Code.FILE) notes.add("still to be corrected: " + problem);
  }
}
