; Where hosts, keys and texts stand.
;
; @string            a string, plain or formatted; adjacent strings are one
; @string.part       not a string of its own: one of adjacent ones
; @string.docstring  not a value: a string that is a statement

[(string) (concatenated_string)] @string

(concatenated_string (string) @string.part)

(expression_statement (string) @string.docstring)
