//! Parts of a file that the parser could not fit into the grammar. Comes in: a statement that was lowered; goes out: the
//! statements and expressions in its broken parts that lowering had no place for. Apart because sound files never need it.

use tree_sitter::Node;

use super::grammar::Kind;
use super::ir::{ExprId, ExprKind, ScopeId, Stmt, Sym};
use super::lower::Lowerer;

impl<'t> Lowerer<'_, 't> {
    /// Marks an error node as lowered.
    pub(super) fn mark_broken(&mut self, node: Node<'t>) {
        if self.broken && node.is_error() {
            self.seen_errors.insert(node.id());
        }
    }

    /// Lowers the broken parts below a statement that no other code has entered: `if x:` with a body that cannot be
    /// parsed keeps its calls.
    pub(super) fn broken_parts(&mut self, node: Node<'t>, scope: ScopeId, out: &mut Vec<Stmt>) {
        if !self.broken || !node.has_error() {
            return;
        }
        let mut cursor = node.walk();
        let mut errors = Vec::new();
        'walk: loop {
            let at = cursor.node();
            let error = at.is_error();
            if error && !self.seen_errors.contains(&at.id()) {
                errors.push(at);
            }
            if !error && at.has_error() && cursor.goto_first_child() {
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    break 'walk;
                }
            }
        }
        for error in errors {
            self.statement(error, scope, out);
        }
    }

    /// A pair or a keyword argument whose dict or call is broken: its value under its name.
    pub(super) fn loose_field(&mut self, node: Node<'t>) -> Option<ExprId> {
        let (mut name, mut value) = (None, None);
        for (field, child) in self.children(node) {
            if field == self.fields.key || field == self.fields.name {
                name = Some(child);
            } else if field == self.fields.value {
                value = Some(child);
            }
        }
        let (name, value) = (self.field_name(name?)?, value?);
        let value = self.expr(value);
        Some(self.push(ExprKind::Named(name, value), node))
    }

    fn field_name(&mut self, node: Node<'t>) -> Option<Sym> {
        match self.kind(node) {
            Kind::Identifier => Some(self.sym(node)),
            Kind::String => {
                let key = self.expr(node);
                match self.program.kind(key) {
                    ExprKind::Str(name) => Some(*name),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}
