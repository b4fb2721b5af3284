package atoll.ensemble;

import java.util.List;

/**
 * A YAML or JSON document in which each thing knows where it stands.
 *
 * <p>{@code weight} is how many values a thing is once its aliases are followed, {@code height} how
 * deep it nests: both bound the work of whoever walks it.
 */
sealed interface Tree {
  Position at();

  long weight();

  int height();

  /**
   * @param plain written without quotes, so that it may mean null, a truth or a number
   */
  record Scalar(String text, boolean plain, Position at) implements Tree {
    boolean isNull() {
      return plain
          && switch (text) {
            case "", "~", "null", "Null", "NULL" -> true;
            default -> false;
          };
    }

    @Override
    public long weight() {
      return 1;
    }

    @Override
    public int height() {
      return 1;
    }
  }

  record Sequence(List<Tree> items, Position at, long weight, int height) implements Tree {}

  record Mapping(List<Member> members, Position at, long weight, int height) implements Tree {}

  /** One entry of a mapping; {@code at} is where its name stands. */
  record Member(String name, Position at, Tree value) {}
}
