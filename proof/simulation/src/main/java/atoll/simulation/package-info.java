/** Lives seeds, by the thousand or one by one, and tells what came of them: {@code ./simulate}. */
@org.jspecify.annotations.NullMarked
package atoll.simulation;
