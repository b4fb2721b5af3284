/** Who is it: keys, DIDs, peer and actor ids, signatures, and the keystore they rest in. */
@org.jspecify.annotations.NullMarked
package atoll.identity;
