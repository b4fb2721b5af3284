/**
 * A journal in a folder: a log of groups, each with its checksum and that of the one before, and
 * snapshots in place of what is old (docs/decisions/0007).
 */
@org.jspecify.annotations.NullMarked
package atoll.journal.file;
