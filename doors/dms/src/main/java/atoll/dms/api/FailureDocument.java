package atoll.dms.api;

import atoll.kernel.ErrorCode;

/** Why a deployment ended badly: a code that stays the same for ever, and a sentence for people. */
public record FailureDocument(ErrorCode code, String message) {}
