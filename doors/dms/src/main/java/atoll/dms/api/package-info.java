/**
 * What a program asks of a node: one method per need, answers as the JSON documents of {@code /v1},
 * in process or over HTTP.
 */
@org.jspecify.annotations.NullMarked
package atoll.dms.api;
