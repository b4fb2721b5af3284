/**
 * WebAssembly modules that speak WASI preview 1, each alone in a child process: the parent's side
 * launches, limits and kills, the child's side compiles and runs.
 */
@org.jspecify.annotations.NullMarked
package atoll.workload.wasm;
