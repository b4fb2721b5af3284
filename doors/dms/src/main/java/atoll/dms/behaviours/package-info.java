/**
 * The behaviours of a node that its owner and its peers invoke, each translated to one call of a
 * port (DMS §4.1–4.5).
 */
@org.jspecify.annotations.NullMarked
package atoll.dms.behaviours;
