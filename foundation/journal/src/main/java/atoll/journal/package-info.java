/** What a node remembers: entries in collections, durable before anything is said of them. */
@org.jspecify.annotations.NullMarked
package atoll.journal;
