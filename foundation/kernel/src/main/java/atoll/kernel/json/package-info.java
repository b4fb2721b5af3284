/**
 * JSON as the wire needs it: a writer that is exact to the byte and a reader that refuses what two
 * parsers could read differently.
 */
@org.jspecify.annotations.NullMarked
package atoll.kernel.json;
