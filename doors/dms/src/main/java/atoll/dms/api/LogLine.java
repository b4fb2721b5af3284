package atoll.dms.api;

/** One line of a stream of output: a part of it, or why no more follows. */
public sealed interface LogLine {
  record Output(LogDocument chunk) implements LogLine {}

  record End(LogEnd why) implements LogLine {}
}
