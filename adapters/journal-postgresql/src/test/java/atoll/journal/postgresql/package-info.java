/** The journal on a real PostgreSQL, started for the tests. */
@org.jspecify.annotations.NullMarked
package atoll.journal.postgresql;
