;; Needs 128 MiB to begin with.
(module
  (memory (export "memory") 2048)

  (func (export "_start")
    (i32.store (i32.const 134217720) (i32.const 1))))
