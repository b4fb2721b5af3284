/** What a node tells whoever runs it: metrics, statistics, and why it serves what it serves. */
@org.jspecify.annotations.NullMarked
package atoll.infernet.operations;
