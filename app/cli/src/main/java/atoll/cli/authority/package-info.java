/**
 * The commands about who one is and what one may do: keys, capability contexts, tokens (DMS §2,
 * §12.2).
 */
@org.jspecify.annotations.NullMarked
package atoll.cli.authority;
