/** The contracts, on a real local chain. */
package atoll.chain.infernet;
