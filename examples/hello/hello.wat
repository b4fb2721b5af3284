;; Says hello, then lists its arguments and its environment. The bytes beside this file are what a
;; test assembles from it.
(module
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $args_sizes_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_get" (func $args_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "environ_sizes_get" (func $environ_sizes_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "environ_get" (func $environ_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))

  ;; 0: one piece to write, pointer and length; 8: bytes written; 16, 20: how many texts, their bytes
  (memory (export "memory") 4)
  (data (i32.const 32) "Hello from WebAssembly on Atoll\n")
  (data (i32.const 64) "  argument     ")
  (data (i32.const 80) "  environment  ")
  (data (i32.const 96) "\n")

  (func $write (param $at i32) (param $length i32)
    (i32.store (i32.const 0) (local.get $at))
    (i32.store (i32.const 4) (local.get $length))
    (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8))))

  ;; A text ends with a zero byte.
  (func $length (param $text i32) (result i32)
    (local $end i32)
    (local.set $end (local.get $text))
    (block $found
      (loop $next
        (br_if $found (i32.eqz (i32.load8_u (local.get $end))))
        (local.set $end (i32.add (local.get $end) (i32.const 1)))
        (br $next)))
    (i32.sub (local.get $end) (local.get $text)))

  ;; A line for each of the pointers in $list, the first $skip of $count left out.
  (func $lines (param $label i32) (param $list i32) (param $skip i32) (param $count i32)
    (local $text i32)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $skip) (local.get $count)))
        (local.set $text
          (i32.load (i32.add (local.get $list) (i32.mul (local.get $skip) (i32.const 4)))))
        (call $write (local.get $label) (i32.const 15))
        (call $write (local.get $text) (call $length (local.get $text)))
        (call $write (i32.const 96) (i32.const 1))
        (local.set $skip (i32.add (local.get $skip) (i32.const 1)))
        (br $next))))

  ;; Room for $pointers pointers and $bytes bytes from 1024 on.
  (func $reserve (param $pointers i32) (param $bytes i32)
    (drop (memory.grow
      (i32.shr_u
        (i32.add (i32.mul (local.get $pointers) (i32.const 4)) (local.get $bytes))
        (i32.const 16)))))

  (func (export "_start")
    (call $write (i32.const 32) (i32.const 32))
    (drop (call $args_sizes_get (i32.const 16) (i32.const 20)))
    (call $reserve (i32.load (i32.const 16)) (i32.load (i32.const 20)))
    (drop (call $args_get
      (i32.const 1024)
      (i32.add (i32.const 1024) (i32.mul (i32.load (i32.const 16)) (i32.const 4)))))
    (call $lines (i32.const 64) (i32.const 1024) (i32.const 1) (i32.load (i32.const 16)))
    (drop (call $environ_sizes_get (i32.const 16) (i32.const 20)))
    (call $reserve (i32.load (i32.const 16)) (i32.load (i32.const 20)))
    (drop (call $environ_get
      (i32.const 1024)
      (i32.add (i32.const 1024) (i32.mul (i32.load (i32.const 16)) (i32.const 4)))))
    (call $lines (i32.const 80) (i32.const 1024) (i32.const 0) (i32.load (i32.const 16)))))
