; Where a name, an attribute or an item gets a value.
;
; @binding         the assignment, loop, clause or walrus
; @binding.target  what is bound
; @binding.value   what it gets: for loops what is iterated, for `with` what is entered

[
  (assignment
    left: (_) @binding.target
    right: (_) @binding.value)
  (augmented_assignment
    left: (_) @binding.target
    right: (_) @binding.value)
  (named_expression
    name: (_) @binding.target
    value: (_) @binding.value)
] @binding

[
  (for_statement
    left: (_) @binding.target
    right: (_) @binding.value)
  (for_in_clause
    left: (_) @binding.target
    right: (_) @binding.value)
] @binding

; with a as b, except a as b
(as_pattern
  . (_) @binding.value
  alias: (as_pattern_target (_) @binding.target)) @binding
