/** Measures the whole program as its users do: as processes, from outside. */
@org.jspecify.annotations.NullMarked
package atoll.bench.program;
