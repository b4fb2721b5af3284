/**
 * The chain's adapter, held to a real local chain, to hostile services and to published vectors.
 */
package atoll.chain;
