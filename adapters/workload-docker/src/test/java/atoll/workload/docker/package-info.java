/** Containers on the real engine of this machine. */
@org.jspecify.annotations.NullMarked
package atoll.workload.docker;
