/**
 * The words of the house: ids, units, error codes, lifecycle, time and chance. Uses no other
 * module.
 */
@org.jspecify.annotations.NullMarked
package atoll.kernel;
