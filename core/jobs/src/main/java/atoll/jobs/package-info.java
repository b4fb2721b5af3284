/** Jobs: how one request is run on running services, and its answer kept for whoever asked. */
@org.jspecify.annotations.NullMarked
package atoll.jobs;
