package atoll.actor;

/** What a broadcaster does about each answer. */
@FunctionalInterface
public interface ReplyHandler {
  /**
   * Takes one answer in a task of its own; several may come at once, and from the same actor.
   *
   * @param from who answered; only the id is proved
   */
  void handle(Handle from, Reply reply);
}
