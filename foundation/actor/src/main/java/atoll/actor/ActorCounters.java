package atoll.actor;

/**
 * What became of everything that reached an actor since it started. Each message counts once, as
 * its end says; only unauthenticated ones stay without an answer.
 *
 * @param malformed no envelope, or over a limit
 * @param misaddressed for an actor that does not live here
 * @param unauthenticated without a signature of its sender that verifies
 * @param refusedUnread turned away with a full queue, before anything was checked
 * @param repeated seen before, and being handled still
 * @param failed handlers that failed
 */
public record ActorCounters(
    long handled,
    long replies,
    long malformed,
    long misaddressed,
    long unauthenticated,
    long refusedUnread,
    long expired,
    long repeated,
    long replayed,
    long unauthorised,
    long unknownBehaviour,
    long overloaded,
    long badRequest,
    long failed) {}
