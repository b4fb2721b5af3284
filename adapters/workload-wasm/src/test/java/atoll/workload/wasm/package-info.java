/** Modules in their text form, assembled and run in real child processes. */
@org.jspecify.annotations.NullMarked
package atoll.workload.wasm;
