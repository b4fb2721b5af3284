package atoll.dms.api;

import java.util.List;
import java.util.Optional;

/**
 * What a deployment would do now, without doing it.
 *
 * @param fits whether it would run; then {@code placements} says where, else {@code refusal} says
 *     why not
 * @param asked how many providers were asked for a bid
 * @param answered how many of them answered in time
 * @param explanations why each provider that would not be chosen would not
 * @param unenforced what the chosen executors cannot hold the workloads to, each a sentence for
 *     people
 */
public record PlanDocument(
    boolean fits,
    int asked,
    int answered,
    List<PlacementDocument> placements,
    Optional<RefusalDocument> refusal,
    List<ExplanationDocument> explanations,
    List<String> unenforced) {}
