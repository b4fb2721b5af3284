/**
 * What this machine lends: onboarding, admission, leases and ports, and the allocations that it
 * hosts (DMS §7.5, §7.6, §8).
 */
@org.jspecify.annotations.NullMarked
package atoll.provider;
