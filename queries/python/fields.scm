; Places where a field of data is named.
;
; @field.name   the name: an identifier, or a string
; @field.value  what carries the field: the value beside the name, or the whole expression that reads the field

; {"name": value}
(pair
  key: [(string) (concatenated_string)] @field.name
  value: (_) @field.value)

; f(name=value)
(keyword_argument
  name: (identifier) @field.name
  value: (_) @field.value)

; value["name"]; of several subscripts none is a name
(subscript
  value: (_)
  . subscript: [(string) (concatenated_string)] @field.name .) @field.value

; value.name
(attribute
  attribute: (identifier) @field.name) @field.value

; def f(name, name: type, name=default, *name, **name)
([
  (parameters [
    (identifier) @field.name @field.value
    (typed_parameter . [
      (identifier) @field.name
      (list_splat_pattern (identifier) @field.name)
      (dictionary_splat_pattern (identifier) @field.name)
    ]) @field.value
    (default_parameter name: (identifier) @field.name) @field.value
    (typed_default_parameter name: (identifier) @field.name) @field.value
    (list_splat_pattern (identifier) @field.name) @field.value
    (dictionary_splat_pattern (identifier) @field.name) @field.value
  ])
  (lambda_parameters [
    (identifier) @field.name @field.value
    (default_parameter name: (identifier) @field.name) @field.value
    (list_splat_pattern (identifier) @field.name) @field.value
    (dictionary_splat_pattern (identifier) @field.name) @field.value
  ])
])
