/**
 * How we speak HTTP: one small server with limits, problem details, streams, health and metrics.
 */
@org.jspecify.annotations.NullMarked
package atoll.web;
