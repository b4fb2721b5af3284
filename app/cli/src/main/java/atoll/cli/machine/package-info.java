/** The commands about this machine and what it hosts: gpu, get. */
@org.jspecify.annotations.NullMarked
package atoll.cli.machine;
