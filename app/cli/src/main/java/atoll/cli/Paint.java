package atoll.cli;

/** Colours on a terminal, and none elsewhere or where {@code NO_COLOR} is set. */
public record Paint(boolean on) {
  public String good(String text) {
    return code("32", text);
  }

  public String bad(String text) {
    return code("31", text);
  }

  public String warning(String text) {
    return code("33", text);
  }

  public String strong(String text) {
    return code("1", text);
  }

  public String faint(String text) {
    return code("2", text);
  }

  private String code(String code, String text) {
    return on && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
