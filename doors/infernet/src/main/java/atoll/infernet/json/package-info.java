/** JSON as the original, a Python program, reads and writes it. */
@org.jspecify.annotations.NullMarked
package atoll.infernet.json;
