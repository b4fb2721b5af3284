/**
 * How fast is it? The figures to reach, how each is measured, and the line that says what came out.
 */
@org.jspecify.annotations.NullMarked
package atoll.bench;
