/** Measures parts of the program in this process, warmed up. */
@org.jspecify.annotations.NullMarked
package atoll.bench.parts;
