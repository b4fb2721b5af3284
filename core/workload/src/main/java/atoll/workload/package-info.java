/**
 * How one thing runs: the port every executor implements, what it is given, what it answers, and
 * the output it leaves.
 */
@org.jspecify.annotations.NullMarked
package atoll.workload;
