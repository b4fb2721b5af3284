/**
 * How NuNet's DMS is spoken: the actor routes of its REST interface, our own {@code /v1}, and the
 * behaviours of a node.
 */
@org.jspecify.annotations.NullMarked
package atoll.dms;
