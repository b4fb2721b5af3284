package atoll.dms.api;

import atoll.kernel.EnsembleId;

/** The answer to a request to deploy. */
public record SubmittedDocument(EnsembleId id) {}
