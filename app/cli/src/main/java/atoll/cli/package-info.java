/**
 * What a person types: how a command line becomes a command, and how every command speaks, fails
 * and finds its node.
 */
@org.jspecify.annotations.NullMarked
package atoll.cli;
