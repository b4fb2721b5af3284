/** What the chain says, and how it is told something: JSON-RPC, keys, signatures, transactions. */
@org.jspecify.annotations.NullMarked
package atoll.chain;
