/** What happened, when many share it: a journal on PostgreSQL. */
@org.jspecify.annotations.NullMarked
package atoll.journal.postgresql;
