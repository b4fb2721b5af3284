/** The contracts through which others ask for compute and pay for it, as a node sees them. */
@org.jspecify.annotations.NullMarked
package atoll.chain.infernet;
