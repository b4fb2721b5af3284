package atoll.ensemble;

import atoll.ensemble.Problem.Code;
import java.util.ArrayList;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Turns parsed JSON into a {@link Tree} that stands nowhere. */
final class JsonTree {
  private final Problems problems;
  private int values;

  private JsonTree(Problems problems) {
    this.problems = problems;
  }

  /** Empty, with a problem, if it is too deep or has too many values. */
  static Optional<Tree> of(JsonNode node, Problems problems) {
    try {
      return Optional.of(new JsonTree(problems).tree(node, 1));
    } catch (TreeBuilder.Refused e) {
      return Optional.empty();
    }
  }

  private Tree tree(JsonNode node, int depth) {
    if (++values > Limits.VALUES)
      throw refused(Code.TOO_MANY, "more than " + Limits.VALUES + " values");
    if (depth > Limits.DEPTH)
      throw refused(Code.TOO_DEEP, "more than " + Limits.DEPTH + " levels are nested");
    return switch (node.getNodeType()) {
      case OBJECT -> {
        var members = new ArrayList<Tree.Member>(node.size());
        for (var member : node.properties())
          members.add(
              new Tree.Member(member.getKey(), Position.NONE, tree(member.getValue(), depth + 1)));
        yield new Tree.Mapping(members, Position.NONE, 1, 1);
      }
      case ARRAY -> {
        var items = new ArrayList<Tree>(node.size());
        for (var item : node) items.add(tree(item, depth + 1));
        yield new Tree.Sequence(items, Position.NONE, 1, 1);
      }
      case STRING -> new Tree.Scalar(node.stringValue(), false, Position.NONE);
      case NUMBER, BOOLEAN -> new Tree.Scalar(node.asString(), true, Position.NONE);
      case NULL, MISSING, BINARY, POJO -> new Tree.Scalar("null", true, Position.NONE);
    };
  }

  private TreeBuilder.Refused refused(Code code, String message) {
    problems.add(Position.NONE, "", code, message, "");
    return new TreeBuilder.Refused();
  }
}
