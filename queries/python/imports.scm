; Which modules a file uses, and under which names.
;
; @import         the statement
; @import.module  the module's dotted name, with leading dots where it is relative
; @import.name    a name taken from the module; `*` for all
; @import.alias   the name after `as`

; import a.b, c as d
(import_statement
  name: [
    (dotted_name) @import.module
    (aliased_import
      name: (dotted_name) @import.module
      alias: (identifier) @import.alias)
  ]) @import

; from a.b import c, d as e
; from . import *
(import_from_statement
  module_name: (_) @import.module
  [
    name: (dotted_name) @import.name
    name: (aliased_import
      name: (dotted_name) @import.name
      alias: (identifier) @import.alias)
    (wildcard_import) @import.name
  ]) @import
