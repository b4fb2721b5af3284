/**
 * The commands that speak to actors: making, signing and sending messages, and a command for each
 * behaviour (DMS §4, §12.2).
 */
@org.jspecify.annotations.NullMarked
package atoll.cli.actor;
