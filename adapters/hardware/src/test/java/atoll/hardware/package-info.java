/** Machines and their tools as tests write them down. */
@org.jspecify.annotations.NullMarked
package atoll.hardware;
