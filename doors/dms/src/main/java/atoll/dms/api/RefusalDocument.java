package atoll.dms.api;

import java.util.Optional;

/**
 * Why nothing can host an ensemble.
 *
 * @param forever whether it exceeds every known provider's total; else it fits and waits for room
 * @param cause what is in the way
 * @param nearestMiss the provider that came closest, and by how much it failed
 * @param change the one change that would place it
 */
public record RefusalDocument(
    boolean forever, String cause, Optional<String> nearestMiss, Optional<String> change) {}
