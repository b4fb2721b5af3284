/** Whole networks in memory, whose time only the test moves: what DMS §16 asks of deployments. */
@org.jspecify.annotations.NullMarked
package atoll.acceptance.network;
