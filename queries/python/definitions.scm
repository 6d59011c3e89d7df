; What a file defines.
;
; @definition.function, @definition.class  the definition without its decorators
; @definition.name                         its name

(function_definition
  name: (identifier) @definition.name) @definition.function

(class_definition
  name: (identifier) @definition.name) @definition.class
