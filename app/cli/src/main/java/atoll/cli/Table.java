package atoll.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows under a heading, aligned for people; the last column takes what room it needs. */
public final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  public Table(String... heading) {
    rows.add(List.of(heading));
  }

  public Table row(String... cells) {
    if (cells.length != rows.getFirst().size())
      throw new IllegalArgumentException(
          "a row of " + cells.length + " cells in a table of " + rows.getFirst().size());
    rows.add(List.of(cells));
    return this;
  }

  public boolean isEmpty() {
    return rows.size() == 1;
  }

  /** The lines, without trailing blanks; the heading is strong. */
  public List<String> lines(Paint paint) {
    int columns = rows.getFirst().size();
    var widths = new int[columns];
    for (var row : rows)
      for (int i = 0; i < columns - 1; i++) widths[i] = Math.max(widths[i], row.get(i).length());
    var lines = new ArrayList<String>();
    for (var row : rows) {
      var line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(row.get(i));
        if (i < columns - 1) line.repeat(' ', widths[i] - row.get(i).length() + 2);
      }
      var text = line.toString().stripTrailing();
      lines.add(lines.isEmpty() ? paint.strong(text) : text);
    }
    return lines;
  }
}
