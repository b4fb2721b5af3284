package atoll.capability;

import atoll.identity.Did;

/** What a revocation names: issuer, subject and nonce of the token taken back (DMS §2.6). */
record RevocationId(Did issuer, Did subject, String nonce) {}
