/**
 * Checks of the whole: which module may use which, and what every package and file owes a reader.
 */
@org.jspecify.annotations.NullMarked
package atoll.architecture;
