/** Jobs on a Redis, laid out as Infernet's own node does, so that either finds the other's. */
@org.jspecify.annotations.NullMarked
package atoll.jobs.redis;
