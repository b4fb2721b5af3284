;; Does what no program may.
(module
  (func (export "_start")
    (unreachable)))
