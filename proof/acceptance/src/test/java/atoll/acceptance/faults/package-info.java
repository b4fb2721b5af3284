/** Real processes that are killed at any moment, and what must be so when they are back. */
@org.jspecify.annotations.NullMarked
package atoll.acceptance.faults;
