/** The commands about ensemble files that need no node: validate and translate. */
@org.jspecify.annotations.NullMarked
package atoll.cli.file;
