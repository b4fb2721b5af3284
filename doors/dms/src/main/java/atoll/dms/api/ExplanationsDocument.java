package atoll.dms.api;

import atoll.kernel.DeploymentStatus;
import atoll.kernel.EnsembleId;
import java.util.List;
import java.util.Optional;

/** Why a deployment is where it is, or is not placed: what {@code atoll explain} tells. */
public record ExplanationsDocument(
    EnsembleId id,
    DeploymentStatus status,
    Optional<FailureDocument> failure,
    Optional<RefusalDocument> refusal,
    List<ExplanationDocument> explanations) {}
