//! What one Python file imports, defines, calls, binds, names and holds as strings, as comparable rows: once from the
//! typed form of the walk, once from the matches of the built-in queries. Comes in: a file's text; goes out: two sets.

use std::collections::BTreeSet;
use std::fmt::Display;

use candor::plugin::Plugin;
use candor::python::Program;
use candor::python::grammar::grammar;
use candor::python::ir::{Arg, Clause, ExprId, ExprKind, ModuleId, ScopeKind, Stmt};
use candor::source::{FileKind, SourceFile};
use candor::syntax::{Capture, Match, QuerySet};
use tree_sitter::{Node, Parser};

/// One thing that is gathered.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    pub kind: &'static str,
    /// First byte and end; of an import only what the typed form holds.
    pub range: (usize, usize),
    /// Names, ranges and numbers that belong to it.
    pub details: Vec<String>,
}

pub type Rows = BTreeSet<Row>;

fn row(kind: &'static str, range: (usize, usize), details: &[&dyn Display]) -> Row {
    Row { kind, range, details: details.iter().map(ToString::to_string).collect() }
}

/// A range as a detail.
fn spelled((start, end): (usize, usize)) -> String {
    format!("{start}..{end}")
}

/// A plugin of one file.
fn plugin(text: &str) -> Plugin {
    Plugin { files: vec![SourceFile::new("case.py", FileKind::Python, text)], ..Plugin::default() }
}

/// What the walk gathers.
pub fn by_walk(text: &str) -> Rows {
    let program = Program::read(&plugin(text), None);
    let mut walk = Walk { text, program: &program, rows: Rows::new() };
    walk.expressions();
    walk.fields();
    walk.scopes();
    walk.rows
}

struct Walk<'a> {
    text: &'a str,
    program: &'a Program,
    rows: Rows,
}

impl Walk<'_> {
    fn range(&self, id: ExprId) -> (usize, usize) {
        let span = self.program.span(ModuleId(0), id);
        (span.start as usize, span.end as usize)
    }

    fn is_string(&self, id: ExprId) -> bool {
        matches!(self.program.kind(id), ExprKind::Str(_) | ExprKind::Format(_))
    }

    fn bind(&mut self, target: ExprId, value: ExprId) {
        let (target, value) = (self.range(target), self.range(value));
        self.rows.insert(row("binding", target, &[&spelled(value)]));
    }

    fn field(&mut self, name: &str, value: ExprId) {
        let range = self.range(value);
        self.rows.insert(row("field", range, &[&name]));
    }

    fn field_by_key(&mut self, key: ExprId, value: ExprId) {
        if self.is_string(key) {
            let (start, end) = self.range(key);
            let name = self.text[start..end].to_owned();
            self.field(&name, value);
        }
    }

    fn expressions(&mut self) {
        for index in 0..self.program.exprs.len() {
            let id = ExprId(u32::try_from(index).unwrap());
            let range = self.range(id);
            match self.program.kind(id) {
                ExprKind::Call(callee, args) => {
                    let callee = spelled(self.range(*callee));
                    self.rows.insert(row("call", range, &[&callee, &self.program.args(*args).len()]));
                }
                // The constant parts of a formatted string have the range of an interpolation.
                ExprKind::Str(_) | ExprKind::Format(_) if !self.text[range.0..].starts_with('{') => {
                    self.rows.insert(row("string", range, &[]));
                }
                ExprKind::Attribute(_, name) => self.field(self.program.symbols.text(*name), id),
                ExprKind::Index(_, index) => self.field_by_key(*index, id),
                ExprKind::Walrus(target, value) => self.bind(*target, *value),
                ExprKind::Comprehension { key: Some(key), element, .. } => self.field_by_key(*key, *element),
                _ => {}
            }
        }
    }

    fn fields(&mut self) {
        for &(key, value) in &self.program.pairs {
            if let Some(key) = key {
                self.field_by_key(key, value);
            }
        }
        for arg in &self.program.args {
            if let Arg::Keyword(name, value) = *arg {
                self.field(self.program.symbols.text(name), value);
            }
        }
        for clause in &self.program.clauses {
            if let Clause::For(target, value) = *clause {
                self.bind(target, value);
            }
        }
    }

    fn scopes(&mut self) {
        for scope in &self.program.scopes {
            let name = self.program.symbols.text(scope.name);
            if scope.kind == ScopeKind::Function {
                self.rows.insert(row("function", (scope.start as usize, scope.end as usize), &[&name]));
            }
            for param in &scope.params {
                let name = self.program.symbols.text(param.name);
                let start = param.start as usize;
                self.rows.insert(row("parameter", (start, start), &[&name]));
            }
            self.block(&scope.body);
        }
        for class in &self.program.classes {
            let name = self.program.symbols.text(class.name);
            self.rows.insert(row("class", (class.start as usize, class.end as usize), &[&name]));
        }
    }

    fn block(&mut self, body: &[Stmt]) {
        for stmt in body {
            self.statement(stmt);
        }
    }

    fn statement(&mut self, stmt: &Stmt) {
        let text = |sym| self.program.symbols.text(sym);
        match stmt {
            Stmt::Import { module, bound, .. } => {
                self.rows.insert(row("import", (0, 0), &[&text(*module), &text(*bound)]));
            }
            Stmt::ImportFrom { module, level, names, start } => {
                let module = ".".repeat(*level as usize) + text(*module);
                let start = *start as usize;
                let rows = names.iter().map(|(name, bound)| {
                    row("from", (start, start), &[&module, &text(*name), &text(*bound)])
                });
                self.rows.extend(rows.collect::<Vec<_>>());
            }
            Stmt::Assign { targets, value: Some(value), .. } => {
                for &target in targets {
                    self.bind(target, *value);
                }
            }
            Stmt::Augment { target, value, .. } => self.bind(*target, *value),
            Stmt::If { body, orelse, .. } | Stmt::While { body, orelse, .. } => {
                self.block(body);
                self.block(orelse);
            }
            Stmt::For { target, iter, body, orelse } => {
                self.bind(*target, *iter);
                self.block(body);
                self.block(orelse);
            }
            Stmt::With { items, body } => {
                for (value, target) in items {
                    if let Some(target) = target {
                        self.bind(*target, *value);
                    }
                }
                self.block(body);
            }
            Stmt::Try { body, handlers, orelse, finally } => {
                for (exception, alias, body) in handlers {
                    if let (Some(exception), Some(alias)) = (exception, alias) {
                        self.bind(*alias, *exception);
                    }
                    self.block(body);
                }
                for body in [body, orelse, finally] {
                    self.block(body);
                }
            }
            Stmt::Match { cases, .. } => {
                for case in cases {
                    self.block(&case.body);
                }
            }
            _ => {}
        }
    }
}

/// What the built-in queries match, without what the typed form leaves out on purpose.
pub fn by_queries(queries: &QuerySet, text: &str) -> Rows {
    let mut parser = Parser::new();
    parser.set_language(&grammar().language).unwrap();
    let tree = parser.parse(text, None).unwrap();
    let mut matched = Matched { text, rows: Rows::new(), not_strings: BTreeSet::new() };
    let complete = queries.run(tree.root_node(), text, |found| matched.add(found));
    assert!(complete, "a bound was hit");
    let Matched { mut rows, not_strings, .. } = matched;
    rows.retain(|row| row.kind != "string" || !not_strings.contains(&row.range));
    rows
}

struct Matched<'a> {
    text: &'a str,
    rows: Rows,
    not_strings: BTreeSet<(usize, usize)>,
}

impl Matched<'_> {
    fn slice(&self, node: Node<'_>) -> &str {
        &self.text[node.byte_range()]
    }

    fn add(&mut self, found: &Match<'_>) {
        for capture in [Capture::StringPart, Capture::StringDocstring] {
            self.not_strings.extend(found.node(capture).map(range));
        }
        if found.nodes.first().is_some_and(|(_, node)| left_out(*node)) {
            return;
        }
        let new = self.row_of(found);
        self.rows.extend(new);
    }

    fn row_of(&self, found: &Match<'_>) -> Option<Row> {
        let name = |capture| found.node(capture).map(|node| self.slice(node));
        if let Some(import) = found.node(Capture::Import) {
            let module = name(Capture::ImportModule)?;
            let alias = name(Capture::ImportAlias);
            return Some(match name(Capture::ImportName) {
                Some(taken) => {
                    let start = import.start_byte();
                    row("from", (start, start), &[&module, &taken, &alias.unwrap_or(taken)])
                }
                None => row("import", (0, 0), &[&module, &alias.or_else(|| module.split('.').next())?]),
            });
        }
        for (capture, kind) in
            [(Capture::DefinitionFunction, "function"), (Capture::DefinitionClass, "class")]
        {
            if let (Some(node), Some(name)) = (found.node(capture), found.node(Capture::DefinitionName)) {
                return Some(row(kind, (node.start_byte(), name.end_byte()), &[&self.slice(name)]));
            }
        }
        if let Some(call) = found.node(Capture::Call) {
            let callee = range(bare(found.node(Capture::CallCallee)?));
            let arguments = found.node(Capture::CallArguments)?;
            let count = match arguments.kind() {
                "argument_list" => named_children(arguments).len(),
                _ => 1,
            };
            return Some(row("call", range(call), &[&spelled(callee), &count]));
        }
        if found.node(Capture::Binding).is_some() {
            let target = range(bare(found.node(Capture::BindingTarget)?));
            let value = range(bare(found.node(Capture::BindingValue)?));
            return Some(row("binding", target, &[&spelled(value)]));
        }
        if let (Some(name), Some(value)) = (name(Capture::FieldName), found.node(Capture::FieldValue)) {
            if value.parent().is_some_and(|parent| parent.kind().ends_with("parameters")) {
                return Some(row("parameter", (value.start_byte(), value.start_byte()), &[&name]));
            }
            return Some(row("field", range(bare(value)), &[&name]));
        }
        found.node(Capture::String).map(|string| row("string", range(string), &[]))
    }
}

fn range(node: Node<'_>) -> (usize, usize) {
    (node.start_byte(), node.end_byte())
}

fn named_children(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor)
        .filter(|child| !matches!(child.kind(), "comment" | "line_continuation"))
        .collect()
}

/// The typed form has no parentheses, and gives each target of `a = b = value` the value.
fn bare(mut node: Node<'_>) -> Node<'_> {
    loop {
        let inner = match node.kind() {
            "parenthesized_expression" => named_children(node).first().copied(),
            "assignment" => node.child_by_field_name("right"),
            _ => None,
        };
        let Some(inner) = inner else { return node };
        node = inner;
    }
}

/// Parts of Python that the typed form leaves out, each with its reason.
fn left_out(node: Node<'_>) -> bool {
    let mut below = node;
    while let Some(parent) = below.parent() {
        let field = |name: &str| parent.child_by_field_name(name) == Some(below);
        let out = match parent.kind() {
            // Nothing is evaluated against the annotation of a result.
            "function_definition" => field("return_type") || field("type_parameters"),
            // Options of a class (`metaclass=`) are no data.
            "class_definition" => {
                let option = node.parent().filter(|option| option.parent() == Some(below));
                let of_class = option.is_some_and(|option| option.child_by_field_name("name") == Some(node));
                field("type_parameters") || field("superclasses") && of_class
            }
            // A docstring does nothing, even where it is formatted.
            "expression_statement" => below.kind() == "string",
            _ => false,
        };
        // A case pattern tests the subject; a format specification holds widths.
        if out || matches!(parent.kind(), "case_pattern" | "format_specifier") {
            return true;
        }
        below = parent;
    }
    false
}
