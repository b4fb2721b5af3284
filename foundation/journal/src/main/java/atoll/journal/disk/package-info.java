/** Where a journal's files lie: a folder, and one in memory that fails on purpose. */
@org.jspecify.annotations.NullMarked
package atoll.journal.disk;
