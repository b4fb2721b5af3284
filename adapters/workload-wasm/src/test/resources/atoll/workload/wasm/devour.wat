;; Takes a mebibyte more, and uses it, until it is refused; then fails.
(module
  (memory (export "memory") 1)

  (func (export "_start")
    (local $before i32)
    (loop $again
      (local.set $before (memory.grow (i32.const 16)))
      (if (i32.eq (local.get $before) (i32.const -1)) (then (unreachable)))
      (i32.store (i32.mul (local.get $before) (i32.const 65536)) (i32.const 1))
      (br $again))))
