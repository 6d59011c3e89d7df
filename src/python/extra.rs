//! What a user's queries add to the typed form. Comes in: a tree and the queries; goes out: [`Extra`], which the walk
//! asks at each node. Apart because no scan without `--queries` needs it.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use tree_sitter::Node;

use super::grammar::{Kind, grammar};
use super::ir::{Arg, ExprId, ExprKind, Interner, Stmt, Sym};
use super::lower::{Lowerer, start};
use crate::syntax::{Capture, Match, QuerySet};

/// Matches of a user's queries in one file, by the id of the node that carries them. The first match of a node counts.
#[derive(Debug, Default)]
pub struct Extra<'t> {
    /// Values that `@field.value` captures: the field's name.
    pub fields: FxHashMap<usize, Sym>,
    /// What `@call` captures and Python does not call: callee and arguments.
    pub calls: FxHashMap<usize, (Node<'t>, Option<Node<'t>>)>,
    /// What `@string` captures and is no string to Python: its text.
    pub strings: FxHashMap<usize, Sym>,
    /// Statements that `@binding` captures: target and value.
    pub bindings: FxHashMap<usize, (Node<'t>, Node<'t>)>,
    /// Statements that `@import` captures.
    pub imports: FxHashMap<usize, Import>,
}

/// An import that a query sees.
#[derive(Debug, Clone, Copy)]
pub struct Import {
    module: Sym,
    level: u32,
    name: Option<Sym>,
    alias: Option<Sym>,
}

impl<'t> Extra<'t> {
    /// Runs the queries over a file's tree. False beside it when a bound was hit, so that matches are missing.
    pub fn gather(queries: &QuerySet, root: Node<'t>, text: &str, symbols: &mut Interner) -> (Self, bool) {
        let mut extra = Self::default();
        let complete = queries.run(root, text, |found| extra.add(found, text, symbols));
        (extra, complete)
    }

    fn add(&mut self, found: &Match<'t>, text: &str, symbols: &mut Interner) {
        let mut name = |capture| found.node(capture).map(|node| symbols.intern(&content(node, text)));
        if let (Some(name), Some(value)) = (name(Capture::FieldName), found.node(Capture::FieldValue)) {
            self.fields.entry(value.id()).or_insert(name);
        }
        if let Some(string) = found.node(Capture::String).filter(|node| !is_string(*node))
            && let Some(text) = name(Capture::String)
        {
            self.strings.entry(string.id()).or_insert(text);
        }
        if let (Some(import), Some(module)) = (found.node(Capture::Import), found.node(Capture::ImportModule))
        {
            let (name, alias) = (name(Capture::ImportName), name(Capture::ImportAlias));
            let path = content(module, text);
            let dotted = path.trim_start_matches('.');
            let level = u32::try_from(path.len() - dotted.len()).unwrap_or(0);
            let module = symbols.intern(dotted);
            self.imports.entry(import.id()).or_insert(Import { module, level, name, alias });
        }
        self.add_call(found);
        if let (Some(binding), Some(target), Some(value)) = (
            found.node(Capture::Binding),
            found.node(Capture::BindingTarget),
            found.node(Capture::BindingValue),
        ) && holds(binding, target)
            && holds(binding, value)
        {
            self.bindings.entry(binding.id()).or_insert((target, value));
        }
    }

    /// The parts must lie in the call and apart from each other: the walk enters them from it, and so ends.
    fn add_call(&mut self, found: &Match<'t>) {
        let (Some(call), Some(callee)) = (found.node(Capture::Call), found.node(Capture::CallCallee)) else {
            return;
        };
        let arguments = found.node(Capture::CallArguments);
        let inside = |node: Node<'t>| holds(call, node) && node.byte_range() != call.byte_range();
        let apart =
            |node: Node<'t>| callee.end_byte() <= node.start_byte() || node.end_byte() <= callee.start_byte();
        let sound = inside(callee) && arguments.is_none_or(|node| inside(node) && apart(node));
        if sound && grammar().kind(call.kind_id()) != Kind::Call {
            self.calls.entry(call.id()).or_insert((callee, arguments));
        }
    }
}

fn holds(outer: Node<'_>, inner: Node<'_>) -> bool {
    outer.start_byte() <= inner.start_byte() && inner.end_byte() <= outer.end_byte()
}

fn is_string(node: Node<'_>) -> bool {
    matches!(grammar().kind(node.kind_id()), Kind::String | Kind::Concatenated)
}

/// A name's text; of a string what stands between the quotes.
fn content(node: Node<'_>, text: &str) -> String {
    let slice = |node: Node<'_>| text.get(node.byte_range()).unwrap_or("").to_owned();
    if !is_string(node) {
        return slice(node);
    }
    let mut content = String::new();
    let mut cursor = node.walk();
    for child in node.named_children(&mut cursor) {
        match grammar().kind(child.kind_id()) {
            Kind::StringContent => content.push_str(&slice(child)),
            // Adjacent strings nest once.
            Kind::String if node.kind_id() != child.kind_id() => {
                content.push_str(&self::content(child, text));
            }
            _ => {}
        }
    }
    content
}

impl<'t> Lowerer<'_, 't> {
    /// The expression that a user's query makes of a node; `None` where Python's own form counts.
    pub(super) fn added(&mut self, node: Node<'t>) -> Option<ExprId> {
        let extra = self.extra?;
        if let Some(&text) = extra.strings.get(&node.id()) {
            return Some(self.push(ExprKind::Str(text), node));
        }
        let &(callee, arguments) = extra.calls.get(&node.id())?;
        let callee = self.expr(callee);
        let args = match arguments {
            Some(list) if holds_arguments(self.kind(list)) => self.arguments(list),
            Some(only) => SmallVec::from_slice(&[Arg::Positional(self.expr(only))]),
            None => SmallVec::new(),
        };
        let run = self.arg_run(&args);
        Some(self.push(ExprKind::Call(callee, run), node))
    }

    /// Adds what a user's queries see in a statement, after the statement itself: in the statement's node or in the
    /// expression that makes it up.
    pub(super) fn added_statements(&mut self, node: Node<'t>, out: &mut Vec<Stmt>) {
        let Some(extra) = self.extra else { return };
        if extra.imports.is_empty() && extra.bindings.is_empty() {
            return;
        }
        self.added_statement(node, extra, out);
        if self.kind(node) == Kind::ExpressionStatement {
            for (_, child) in self.children(node) {
                self.added_statement(child, extra, out);
            }
        }
    }

    fn added_statement(&mut self, node: Node<'t>, extra: &Extra<'t>, out: &mut Vec<Stmt>) {
        if let Some(&import) = extra.imports.get(&node.id()) {
            let stmt = self.added_import(import, node);
            out.push(stmt);
        }
        if let Some(&(target, value)) = extra.bindings.get(&node.id()) {
            let value = self.expr(value);
            let target = if is_string(target) {
                let name = self.program.symbols.intern(&content(target, self.text));
                self.bind(name);
                self.push(ExprKind::Name(name), target)
            } else {
                self.target(target)
            };
            out.push(Stmt::Assign { targets: vec![target], value: Some(value), annotation: None });
        }
    }

    fn added_import(&mut self, import: Import, node: Node<'t>) -> Stmt {
        let Import { module, level, name, alias } = import;
        if let Some(name) = name {
            let bound = alias.unwrap_or(name);
            self.bind(bound);
            return Stmt::ImportFrom { module, level, names: vec![(name, bound)], start: start(node) };
        }
        let path = self.program.symbols.text(module);
        let first = path.split('.').next().unwrap_or("").to_owned();
        let bound = alias.unwrap_or_else(|| self.program.symbols.intern(&first));
        self.bind(bound);
        Stmt::Import { module, bound, aliased: alias.is_some() }
    }
}

/// Whether the children of such a node are a call's arguments; another node is an argument itself.
fn holds_arguments(kind: Kind) -> bool {
    matches!(kind, Kind::ArgumentList | Kind::Tuple | Kind::List | Kind::ExpressionList | Kind::PatternList)
}
