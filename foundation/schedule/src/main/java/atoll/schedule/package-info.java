/** Background tasks of a node: when each is due, how often it is tried again, what came of it. */
@org.jspecify.annotations.NullMarked
package atoll.schedule;
