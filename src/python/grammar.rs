//! The grammar's node kinds as a Rust enum, looked up by id: the walk compares small integers, not strings.
//! Apart because the names of the grammar stand in one table.

use std::num::NonZeroU16;
use std::sync::OnceLock;

use tree_sitter::Language;

macro_rules! kinds {
    ($($variant:ident = $name:literal),* $(,)?) => {
        /// Named node kinds of tree-sitter-python that lowering tells apart.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Kind { $(#[allow(missing_docs)] $variant,)* #[allow(missing_docs)] Other }
        const NAMES: &[(&str, Kind)] = &[$(($name, Kind::$variant)),*];
    };
}

kinds! {
    Identifier = "identifier", Attribute = "attribute", Subscript = "subscript", Slice = "slice", Call = "call",
    ArgumentList = "argument_list", KeywordArgument = "keyword_argument", String = "string",
    StringContent = "string_content", StringStart = "string_start", Interpolation = "interpolation",
    Concatenated = "concatenated_string", Integer = "integer", Float = "float", True = "true", False = "false",
    None = "none", Dictionary = "dictionary", Pair = "pair", DictionarySplat = "dictionary_splat", List = "list",
    Tuple = "tuple", Set = "set", ListComprehension = "list_comprehension", SetComprehension = "set_comprehension",
    DictionaryComprehension = "dictionary_comprehension", Generator = "generator_expression", ForIn = "for_in_clause",
    IfClause = "if_clause", Lambda = "lambda", LambdaParameters = "lambda_parameters",
    Conditional = "conditional_expression", Boolean = "boolean_operator", Binary = "binary_operator",
    Not = "not_operator", Unary = "unary_operator", Comparison = "comparison_operator", Named = "named_expression",
    Await = "await", Yield = "yield", Parenthesized = "parenthesized_expression", ExpressionList = "expression_list",
    PatternList = "pattern_list", TuplePattern = "tuple_pattern", ListPattern = "list_pattern",
    ListSplat = "list_splat", ListSplatPattern = "list_splat_pattern",
    DictionarySplatPattern = "dictionary_splat_pattern", Ellipsis = "ellipsis", Type = "type", Comment = "comment",
    LineContinuation = "line_continuation",
    AsPattern = "as_pattern", AsPatternTarget = "as_pattern_target",
    ExpressionStatement = "expression_statement", Assignment = "assignment", Augmented = "augmented_assignment",
    Return = "return_statement", Raise = "raise_statement", Delete = "delete_statement", If = "if_statement",
    Elif = "elif_clause", Else = "else_clause", For = "for_statement", While = "while_statement",
    With = "with_statement", WithClause = "with_clause", WithItem = "with_item", Try = "try_statement",
    Except = "except_clause", Finally = "finally_clause", Match = "match_statement", Case = "case_clause",
    CasePattern = "case_pattern", DictPattern = "dict_pattern", ClassPattern = "class_pattern",
    KeywordPattern = "keyword_pattern", UnionPattern = "union_pattern", SplatPattern = "splat_pattern",
    DottedName = "dotted_name", AliasedImport = "aliased_import", RelativeImport = "relative_import",
    ImportPrefix = "import_prefix", Wildcard = "wildcard_import",
    FunctionDefinition = "function_definition", ClassDefinition = "class_definition",
    Decorated = "decorated_definition", Decorator = "decorator", Parameters = "parameters",
    TypedParameter = "typed_parameter", DefaultParameter = "default_parameter",
    TypedDefaultParameter = "typed_default_parameter", KeywordSeparator = "keyword_separator",
    PositionalSeparator = "positional_separator", Import = "import_statement", ImportFrom = "import_from_statement",
    Future = "future_import_statement", Global = "global_statement", Nonlocal = "nonlocal_statement",
    Assert = "assert_statement", Pass = "pass_statement", Break = "break_statement", Continue = "continue_statement",
    Print = "print_statement", Exec = "exec_statement", Block = "block", Module = "module",
}

macro_rules! fields {
    ($($field:ident),* $(,)?) => {
        /// Ids of the grammar's fields.
        #[derive(Debug, Clone, Copy, Default)]
        pub struct Fields { $(#[allow(missing_docs)] pub $field: u16),* }
        impl Fields {
            fn new(language: &Language) -> Self {
                let id = |name: &str| language.field_id_for_name(name).map_or(0, NonZeroU16::get);
                Self { $($field: id(stringify!($field))),* }
            }
        }
    };
}

fields!(
    alias,
    alternative,
    argument,
    arguments,
    attribute,
    body,
    cause,
    condition,
    consequence,
    definition,
    expression,
    function,
    guard,
    key,
    left,
    module_name,
    name,
    object,
    operator,
    parameters,
    right,
    subject,
    subscript,
    superclasses,
    value
);

/// The grammar with its lookup tables.
#[derive(Debug)]
pub struct Grammar {
    /// The language for the parser.
    pub language: Language,
    /// Field ids.
    pub fields: Fields,
    /// The `type` field, a word that Rust reserves.
    pub annotation: u16,
    kinds: Vec<Kind>,
}

impl Grammar {
    /// The kind of a node kind id.
    pub fn kind(&self, id: u16) -> Kind {
        self.kinds.get(usize::from(id)).copied().unwrap_or(Kind::Other)
    }
}

/// The grammar, built once.
pub fn grammar() -> &'static Grammar {
    static GRAMMAR: OnceLock<Grammar> = OnceLock::new();
    GRAMMAR.get_or_init(|| {
        let language = Language::new(tree_sitter_python::LANGUAGE);
        let mut kinds = vec![Kind::Other; language.node_kind_count()];
        for (name, kind) in NAMES {
            let id = language.id_for_node_kind(name, true);
            if let Some(slot) = kinds.get_mut(usize::from(id)) {
                *slot = *kind;
            }
        }
        // Kind id 0 is the end of input; it must stay `Other` when a name is unknown to the grammar.
        if let Some(first) = kinds.first_mut() {
            *first = Kind::Other;
        }
        let annotation = language.field_id_for_name("type").map_or(0, NonZeroU16::get);
        Grammar { fields: Fields::new(&language), annotation, kinds, language }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_and_field_exists_in_the_grammar() {
        let grammar = grammar();
        for (name, kind) in NAMES {
            let id = grammar.language.id_for_node_kind(name, true);
            assert_ne!(id, 0, "{name}");
            assert_eq!(grammar.kind(id), *kind, "{name}");
        }
        assert!(!format!("{:?}", grammar.fields).contains(": 0"), "{:?}", grammar.fields);
    }
}
