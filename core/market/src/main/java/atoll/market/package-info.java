/**
 * Who gets it, and why not the others: demands, offers, placement and its explanation. Pure
 * decisions, no I/O.
 */
@org.jspecify.annotations.NullMarked
package atoll.market;
