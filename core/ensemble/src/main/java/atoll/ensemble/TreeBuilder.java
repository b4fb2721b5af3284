package atoll.ensemble;

import atoll.ensemble.Problem.Code;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/** Makes a {@link Tree} of YAML events, within {@link Limits}. */
final class TreeBuilder {
  /** A limit was passed: the problem is noted, and reading is over. */
  static final class Refused extends RuntimeException {
    Refused() {
      super(null, null, false, false);
    }
  }

  /** A mapping or sequence that is not complete yet. */
  private static final class Open {
    final boolean mapping;
    final Position at;
    final Optional<Anchor> anchor;
    final List<Tree> items = new ArrayList<>();
    final List<Tree.Member> members = new ArrayList<>();
    final Set<String> names = new HashSet<>();
    final List<Tree> merged = new ArrayList<>();
    Tree.@Nullable Scalar name;
    long weight = 1;
    int height = 1;

    Open(boolean mapping, Position at, Optional<Anchor> anchor) {
      this.mapping = mapping;
      this.at = at;
      this.anchor = anchor;
    }
  }

  private final Problems problems;
  private final Deque<Open> open = new ArrayDeque<>();
  private final Map<Anchor, Tree> anchored = new HashMap<>();
  private @Nullable Tree root;
  private int aliases;
  private int documents;

  TreeBuilder(Problems problems) {
    this.problems = problems;
  }

  Optional<Tree> tree() {
    return Optional.ofNullable(root);
  }

  void accept(Event event) {
    var at = YamlDocument.position(event.getStartMark());
    switch (event.getEventId()) {
      case DocumentStart -> {
        if (++documents > 1)
          throw refused(at, Code.SYNTAX, "a second document starts here", "one ensemble a file");
      }
      case Scalar -> scalar((ScalarEvent) event, at);
      case Alias -> alias((AliasEvent) event, at);
      case SequenceStart, MappingStart -> {
        if (open.size() >= Limits.DEPTH) throw tooDeep(at);
        var start = (CollectionStartEvent) event;
        refuseTag(start.getTag(), at);
        if (expectsName()) throw refused(at, Code.WRONG_TYPE, "a name must be text", "");
        open.push(new Open(event instanceof MappingStartEvent, at, start.getAnchor()));
      }
      case SequenceEnd, MappingEnd -> close(at);
      case StreamStart, StreamEnd, DocumentEnd, Comment -> {}
    }
  }

  private boolean expectsName() {
    return !open.isEmpty() && open.peek().mapping && open.peek().name == null;
  }

  private void scalar(ScalarEvent event, Position at) {
    var tag = event.getTag();
    boolean text = tag.isPresent() && (tag.get().equals("!") || isCore(tag.get(), "str"));
    refuseTag(tag, at);
    var scalar = new Tree.Scalar(event.getValue(), event.isPlain() && !text, at);
    event.getAnchor().ifPresent(a -> anchored.put(a, scalar));
    if (expectsName()) name(scalar);
    else place(scalar);
  }

  private void alias(AliasEvent event, Position at) {
    var name = Said.plain(event.getAlias().getValue());
    if (++aliases > Limits.ALIASES)
      throw refused(
          at, Code.TOO_MANY, "more than " + Limits.ALIASES + " aliases", "write things out");
    var target = anchored.get(event.getAlias());
    if (target == null)
      throw refused(
          at,
          Code.UNKNOWN_NAME,
          "*" + name + " is not defined before it is used",
          "an anchor &" + name + " must stand above, and not around it");
    if (open.size() + target.height() > Limits.DEPTH) throw tooDeep(at);
    if (expectsName()) {
      if (!(target instanceof Tree.Scalar scalar))
        throw refused(at, Code.WRONG_TYPE, "a name must be text", "");
      name(new Tree.Scalar(scalar.text(), scalar.plain(), at));
    } else place(target);
  }

  private void name(Tree.Scalar scalar) {
    open.element().name = scalar;
  }

  private void place(Tree value) {
    var into = open.peek();
    if (into == null) {
      root = value;
      return;
    }
    into.weight += value.weight();
    into.height = Math.max(into.height, value.height() + 1);
    if (into.weight > Limits.VALUES)
      throw refused(
          into.at,
          Code.TOO_MANY,
          "more than " + Limits.VALUES + " values, aliases followed",
          "write fewer aliases of aliases");
    var name = into.name;
    if (name == null) {
      into.items.add(value);
      return;
    }
    into.name = null;
    if (name.plain() && name.text().equals("<<")) {
      if (value instanceof Tree.Sequence list) into.merged.addAll(list.items());
      else into.merged.add(value);
    } else if (into.names.add(name.text()))
      into.members.add(new Tree.Member(name.text(), name.at(), value));
    else
      problems.add(
          name.at(),
          "",
          Code.DUPLICATE,
          Said.quote(name.text()) + " is given twice",
          "keep one of the two");
  }

  private void close(Position at) {
    var done = open.pop();
    merge(done);
    Tree tree =
        done.mapping
            ? new Tree.Mapping(List.copyOf(done.members), done.at, done.weight, done.height)
            : new Tree.Sequence(List.copyOf(done.items), done.at, done.weight, done.height);
    if (open.size() + tree.height() > Limits.DEPTH) throw tooDeep(at);
    done.anchor.ifPresent(a -> anchored.put(a, tree));
    place(tree);
  }

  /** YAML's merge member {@code <<}: what is written here wins over what is merged in. */
  private void merge(Open into) {
    for (var source : into.merged) {
      if (!(source instanceof Tree.Mapping mapping)) {
        problems.add(into.at, "", Code.WRONG_TYPE, "<< merges mappings only", "");
        continue;
      }
      for (var member : mapping.members())
        if (into.names.add(member.name())) into.members.add(member);
    }
  }

  private void refuseTag(Optional<String> tag, Position at) {
    if (tag.isEmpty() || tag.get().equals("!") || tag.get().startsWith("tag:yaml.org,2002:"))
      return;
    problems.add(
        at,
        "",
        Code.UNSUPPORTED,
        "tags like " + Said.quote(tag.get()) + " mean nothing here",
        "delete it");
  }

  private static boolean isCore(String tag, String name) {
    return tag.equals("tag:yaml.org,2002:" + name);
  }

  private Refused tooDeep(Position at) {
    return refused(at, Code.TOO_DEEP, "more than " + Limits.DEPTH + " levels are nested", "");
  }

  private Refused refused(Position at, Code code, String message, String hint) {
    problems.add(at, "", code, message, hint);
    return new Refused();
  }
}
