package atoll.dms.api;

import atoll.kernel.ExecutorKind;
import java.util.List;

/**
 * A provider of this node.
 *
 * @param id its peer id
 * @param onboarded whether it lends anything
 * @param location for people: {@code EU/DE/Berlin}, or {@code unknown}
 * @param executors what it can run
 * @param total what it lends, free or not
 * @param notes what it cannot do and why, each a sentence for people
 */
public record ProviderDocument(
    String id,
    String did,
    boolean onboarded,
    String location,
    List<ExecutorKind> executors,
    ResourcesDocument total,
    ResourcesDocument free,
    List<String> notes) {}
