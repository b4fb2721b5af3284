/**
 * What this machine is made of, asked of the JDK, the kernel's files and the GPU vendors' tools
 * (DMS §8.6).
 */
@org.jspecify.annotations.NullMarked
package atoll.hardware;
