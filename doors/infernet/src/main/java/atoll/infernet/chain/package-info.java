/** Subscriptions of a chain, served: read, decided, computed, delivered (Infernet §4). */
@org.jspecify.annotations.NullMarked
package atoll.infernet.chain;
