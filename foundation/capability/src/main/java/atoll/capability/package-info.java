/** May they: capability tokens, chains and anchors, and the one check that makes a grant. */
@org.jspecify.annotations.NullMarked
package atoll.capability;
