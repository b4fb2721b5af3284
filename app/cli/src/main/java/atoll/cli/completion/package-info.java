/**
 * What a shell offers while a command line is typed: commands, options, settings, and the ids of
 * what runs.
 */
@org.jspecify.annotations.NullMarked
package atoll.cli.completion;
