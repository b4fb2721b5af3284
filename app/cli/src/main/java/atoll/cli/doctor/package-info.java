/**
 * Looks at a machine and says what would stand in the way of Atoll on it, and what to do about
 * that.
 */
@org.jspecify.annotations.NullMarked
package atoll.cli.doctor;
