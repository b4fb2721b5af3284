;; Files below /data, descriptor 3. "w PATH TEXT" writes a file, "r PATH" copies one to stdout,
;; "l PATH TARGET" makes a symbolic link. Ends with 0, or with the error number of WASI.
(module
  (import "wasi_snapshot_preview1" "args_get" (func $args_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_close" (func $fd_close (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open" (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_symlink" (func $path_symlink (param i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))

  (memory (export "memory") 2)

  (func $write (param $to i32) (param $at i32) (param $length i32)
    (i32.store (i32.const 0) (local.get $at))
    (i32.store (i32.const 4) (local.get $length))
    (drop (call $fd_write (local.get $to) (i32.const 0) (i32.const 1) (i32.const 8))))

  (func $length (param $text i32) (result i32)
    (local $end i32)
    (local.set $end (local.get $text))
    (block $found
      (loop $next
        (br_if $found (i32.eqz (i32.load8_u (local.get $end))))
        (local.set $end (i32.add (local.get $end) (i32.const 1)))
        (br $next)))
    (i32.sub (local.get $end) (local.get $text)))

  ;; Pointers to the arguments from 1024 on, their bytes from 2048 on.
  (func $arguments
    (drop (call $args_get (i32.const 1024) (i32.const 2048))))

  (func $argument (param $index i32) (result i32)
    (i32.load (i32.add (i32.const 1024) (i32.mul (local.get $index) (i32.const 4)))))

  (func $require (param $error i32)
    (if (local.get $error) (then (call $proc_exit (local.get $error)))))

  ;; The descriptor of the file that the second argument names.
  (func $open (param $flags i32) (param $rights i64) (result i32)
    (call $require
      (call $path_open
        (i32.const 3)
        (i32.const 1)
        (call $argument (i32.const 2))
        (call $length (call $argument (i32.const 2)))
        (local.get $flags)
        (local.get $rights)
        (i64.const 0)
        (i32.const 0)
        (i32.const 12)))
    (i32.load (i32.const 12)))

  ;; Created or emptied.
  (func $store
    (local $file i32)
    (local.set $file (call $open (i32.const 9) (i64.const 64)))
    (call $write
      (local.get $file)
      (call $argument (i32.const 3))
      (call $length (call $argument (i32.const 3))))
    (call $require (call $fd_close (local.get $file))))

  (func $copy
    (local $file i32)
    (local.set $file (call $open (i32.const 0) (i64.const 2)))
    (loop $next
      (i32.store (i32.const 0) (i32.const 8192))
      (i32.store (i32.const 4) (i32.const 4096))
      (call $require
        (call $fd_read (local.get $file) (i32.const 0) (i32.const 1) (i32.const 16)))
      (if (i32.load (i32.const 16))
        (then
          (call $write (i32.const 1) (i32.const 8192) (i32.load (i32.const 16)))
          (br $next)))))

  (func $link
    (call $require
      (call $path_symlink
        (call $argument (i32.const 3))
        (call $length (call $argument (i32.const 3)))
        (i32.const 3)
        (call $argument (i32.const 2))
        (call $length (call $argument (i32.const 2))))))

  (func (export "_start")
    (local $verb i32)
    (call $arguments)
    (local.set $verb (i32.load8_u (call $argument (i32.const 1))))
    (if (i32.eq (local.get $verb) (i32.const 119)) (then (call $store)))
    (if (i32.eq (local.get $verb) (i32.const 114)) (then (call $copy)))
    (if (i32.eq (local.get $verb) (i32.const 108)) (then (call $link)))))
