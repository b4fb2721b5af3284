;; Asks for 2 GiB at once, and ends with code 7 if that is refused.
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))

  (memory (export "memory") 1)

  (func (export "_start")
    (if (i32.eq (memory.grow (i32.const 32767)) (i32.const -1))
      (then (call $proc_exit (i32.const 7))))))
