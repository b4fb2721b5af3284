package atoll.schedule;

import java.util.regex.Pattern;

/**
 * Work that a node does by itself. It may be repeated after a crash, so repeating it must be
 * harmless.
 *
 * @param name lower case letters, digits and hyphens; under it the task is kept and found again
 * @param description for people
 * @param priority of the tasks that are due, those with the smallest number come first
 */
public record BackgroundTask(
    String name,
    String description,
    Trigger trigger,
    int priority,
    RetryPolicy retries,
    Work work) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");

  public BackgroundTask {
    if (!NAME.matcher(name).matches())
      throw new IllegalArgumentException("not the name of a task: " + name);
  }

  /** What is done; it has failed if it throws. Interruption means stop. */
  public interface Work {
    void run() throws Exception;
  }
}
