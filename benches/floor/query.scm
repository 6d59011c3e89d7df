; Five families of constructs, as a scanner that only matches patterns would ask for them: the unit of measure.
(call function: (_) @call.function arguments: (argument_list) @call.arguments)
(import_statement name: (_) @import.name)
(import_from_statement module_name: (_) @import.module)
(assignment left: (_) @assignment.left right: (_) @assignment.right)
(string) @string
(pair key: (_) @pair.key value: (_) @pair.value)
