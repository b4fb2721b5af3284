;; Never ends and answers to nothing.
(module
  (func (export "_start")
    (loop $again
      (br $again))))
