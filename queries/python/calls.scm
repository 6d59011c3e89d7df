; What may leave the plugin.
;
; @call            the call
; @call.callee     what is called
; @call.arguments  the arguments, or the generator that stands for them

(call
  function: (_) @call.callee
  arguments: (_) @call.arguments) @call

; A decorator of a class gets the class, which its name stands for.
(decorated_definition
  (decorator (_) @call.callee)
  definition: (class_definition name: (identifier) @call @call.arguments))
