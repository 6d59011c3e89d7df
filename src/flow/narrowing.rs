//! What a test says of the values that it reads. Comes in: a condition and whether it was met; goes out: its truth where
//! it is known, and narrower values. Apart because nothing here runs a statement.

use std::rc::Rc;

use smallvec::SmallVec;

use super::engine::Engine;
use super::value::{SourceKind, Text, Thing, V, Val};
use crate::python::ir::{Arg, CompareOp, ExprId, ExprKind};

impl Engine<'_, '_> {
    /// The truth value of a condition, if it is constant; evaluates it once.
    pub(super) fn test(&mut self, test: ExprId) -> Option<bool> {
        match self.program.kind(test) {
            ExprKind::Not(inner) => self.test(*inner).map(|truth| !truth),
            ExprKind::And(a, b) => {
                let (a, b) = (self.test(*a), self.test(*b));
                if a == Some(false) || b == Some(false) { Some(false) } else { a.and(b) }
            }
            ExprKind::Or(a, b) => {
                let (a, b) = (self.test(*a), self.test(*b));
                if a == Some(true) || b == Some(true) { Some(true) } else { a.and(b) }
            }
            ExprKind::Compare(run, op) if matches!(op, CompareOp::Equal | CompareOp::NotEqual) => {
                let operands: SmallVec<[V; 2]> =
                    self.program.list(*run).iter().map(|&expr| self.eval(expr)).collect();
                let [a, b] = operands.as_slice() else { return None };
                let equal = same_constant(a, b)?;
                Some(equal == (*op == CompareOp::Equal))
            }
            ExprKind::Compare(run, _) => {
                for &operand in self.program.list(*run) {
                    self.eval(operand);
                }
                None
            }
            _ => {
                let value = self.eval(test);
                self.truth(&value)
            }
        }
    }

    /// The truth value of a constant.
    pub(super) fn truth(&self, value: &Val) -> Option<bool> {
        if !value.origins.is_empty() || !value.things.is_empty() || value.object.is_some() {
            return None;
        }
        match &value.text {
            Text::None => Some(false),
            Text::Bool(truth) => Some(*truth),
            Text::Number(sym) => Some(!matches!(self.symbols.text(*sym), "0" | "0.0")),
            Text::OneOf(_) => value.constant().map(|sym| !self.symbols.text(sym).is_empty()),
            Text::Unknown => None,
        }
    }

    /// What a test says of a name where it is met, or (`met` false) where it is not: `isinstance(name, Class)`,
    /// `name.kind == CONSTANT`.
    pub(super) fn narrow(&mut self, test: ExprId, met: bool) {
        let program = self.program;
        match program.kind(test) {
            ExprKind::And(a, b) if met => {
                self.narrow(*a, met);
                self.narrow(*b, met);
            }
            ExprKind::Or(a, b) if !met => {
                self.narrow(*a, met);
                self.narrow(*b, met);
            }
            ExprKind::Not(inner) => self.narrow(*inner, !met),
            ExprKind::Call(callee, args) => {
                let ExprKind::Name(name) = program.kind(*callee) else { return };
                if self.symbols.text(*name) != "isinstance" {
                    return;
                }
                let [Arg::Positional(subject), Arg::Positional(class)] = program.args(*args) else { return };
                let class = self.eval(*class);
                if met {
                    self.narrow_to(*subject, &class);
                } else if let [Thing::Library(name, _)] = class.things.as_slice()
                    && let Some(row) = self.models.tagged(self.symbols.text(*name))
                {
                    self.narrow_to_class(*subject, &row.otherwise);
                }
            }
            ExprKind::Compare(run, op) if *op != CompareOp::Other => {
                let [a, b] = *program.list(*run) else { return };
                let met = met == (*op == CompareOp::Equal);
                self.narrow_by_tag(a, b, met);
                self.narrow_by_tag(b, a, met);
            }
            _ => {}
        }
    }

    /// `object.attribute == constant`: a row may know of which class the object is then.
    fn narrow_by_tag(&mut self, read: ExprId, constant: ExprId, met: bool) {
        let program = self.program;
        let ExprKind::Attribute(object, attribute) = program.kind(read) else { return };
        if !matches!(program.kind(*object), ExprKind::Name(_)) {
            return;
        }
        let constant = self.eval(constant);
        let value = match constant.things.as_slice() {
            [Thing::Library(name, _)] => Some(*name),
            // A plain text says it only of what a model is called with.
            _ => constant.constant().filter(|_| self.is_model_input(*object)),
        };
        let Some(value) = value else { return };
        let value = self.symbols.text(value).trim_end_matches(".value");
        if let Some(row) = self.models.tag(self.symbols.text(*attribute), value) {
            self.narrow_to_class(*object, if met { &row.instance } else { &row.otherwise });
        }
    }

    fn is_model_input(&mut self, object: ExprId) -> bool {
        let value = self.eval(object);
        !value.origins.is_empty()
            && value.origins.iter().all(|&origin| self.kind_of(origin) == Some(SourceKind::Model))
    }

    fn narrow_to_class(&mut self, subject: ExprId, class: &str) {
        if !class.is_empty() {
            let class = self.symbols.intern(class);
            let class = self.constants.library(class);
            self.narrow_to(subject, &class);
        }
    }

    fn narrow_to(&mut self, subject: ExprId, class: &V) {
        let program = self.program;
        let local = |name| {
            let scope = self.frames.last().and_then(|frame| program.scope(frame.scope));
            scope.is_some_and(|scope| scope.slot(name).is_some())
        };
        if let ExprKind::Name(name) = program.kind(subject)
            && local(*name)
        {
            let value = self.eval(subject);
            if !value.origins.is_empty() {
                self.bind(*name, narrowed(&value, class));
            }
        }
    }
}

/// Whether two constants are equal; `None` when either is not constant.
fn same_constant(a: &Val, b: &Val) -> Option<bool> {
    let plain = |value: &Val| value.origins.is_empty() && value.things.is_empty() && value.object.is_none();
    if !plain(a) || !plain(b) {
        return None;
    }
    match (&a.text, &b.text) {
        (Text::Unknown, _) | (_, Text::Unknown) => None,
        (Text::OneOf(_), Text::OneOf(_)) => Some(a.constant()? == b.constant()?),
        (Text::OneOf(_), _) => a.constant().map(|_| false),
        (_, Text::OneOf(_)) => b.constant().map(|_| false),
        (a, b) => Some(a == b),
    }
}

/// The value, known to be of a library's class.
pub(super) fn narrowed(value: &V, class: &V) -> V {
    match class.things.as_slice() {
        [thing @ Thing::Library(..)] if value.object.is_none() => {
            Rc::new(Val { things: SmallVec::from_iter([thing.clone()]), ..(**value).clone() })
        }
        _ => value.clone(),
    }
}
