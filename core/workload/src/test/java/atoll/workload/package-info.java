/** The promises of the port, as tests that every executor subclasses. */
@org.jspecify.annotations.NullMarked
package atoll.workload;
