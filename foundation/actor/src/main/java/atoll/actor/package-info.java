/**
 * How strangers talk: signed envelopes, the handles they travel between, dispatch on capabilities,
 * and the port {@link atoll.actor.Transport} that carries bytes.
 */
@org.jspecify.annotations.NullMarked
package atoll.actor;
