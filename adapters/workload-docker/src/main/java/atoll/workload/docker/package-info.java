/**
 * Containers: runs workloads on a Docker Engine, captures what they write, and finds them again
 * after a restart.
 */
@org.jspecify.annotations.NullMarked
package atoll.workload.docker;
