/**
 * Which parts make this machine: the assembly, which alone names adapters, {@code main}, and the
 * commands that start a node.
 */
@org.jspecify.annotations.NullMarked
package atoll.node;
