package atoll.ensemble;

/** Where something stands in a text, both counted from 1; {@link #NONE} for what has no text. */
record Position(int line, int column) implements Comparable<Position> {
  static final Position NONE = new Position(0, 0);
  static final Position START = new Position(1, 1);

  @Override
  public int compareTo(Position other) {
    int byLine = Integer.compare(line, other.line);
    return byLine != 0 ? byLine : Integer.compare(column, other.column);
  }
}
