package atoll.cli;

import java.util.List;
import java.util.function.Function;

/**
 * A command as the top level knows it. Its class is loaded only when it is typed, since loading
 * them all is most of the start.
 *
 * @param summary one sentence without its full stop
 * @param command what picocli takes as a subcommand: an annotated object or a command line
 */
public record Verb(
    Group group,
    String name,
    List<String> aliases,
    String summary,
    Function<Invocation, Object> command) {
  public Verb {
    aliases = List.copyOf(aliases);
  }

  public Verb(Group group, String name, String summary, Function<Invocation, Object> command) {
    this(group, name, List.of(), summary, command);
  }

  boolean answersTo(String word) {
    return name.equals(word) || aliases.contains(word);
  }

  /** Under which heading the top level's help shows a command. */
  public enum Group {
    START("Start a network"),
    DEPLOY("Deploy"),
    FILES("Files"),
    AUTHORITY("Keys and authority"),
    MACHINE("This machine"),
    HIDDEN("");

    private final String heading;

    Group(String heading) {
      this.heading = heading;
    }

    String heading() {
      return heading;
    }
  }
}
