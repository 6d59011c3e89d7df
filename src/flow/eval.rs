//! Expressions. Comes in: expression ids; goes out: values. Names are looked up here; what an expression reads,
//! builds or calls stands in the files of those stages.

use std::rc::Rc;

use smallvec::SmallVec;

use super::bounds::Bound;
use super::engine::{Engine, ModuleState};
use super::limits;
use super::value::{Key, ObjectKind, Text, Thing, V, Val, add_all_origins, bounded, join, one_of};
use crate::python::ir::{CompareOp, ExprId, ExprKind, Sym};

impl Engine<'_, '_> {
    /// Evaluates an expression.
    pub fn eval(&mut self, id: ExprId) -> V {
        if self.depth >= limits::EVAL_DEPTH || !self.step() {
            if self.depth >= limits::EVAL_DEPTH {
                self.hit(Bound::Nesting, Some(self.span_of(id)));
            }
            return self.unknown.clone();
        }
        self.depth += 1;
        let value = self.eval_kind(id);
        self.depth -= 1;
        value
    }

    #[allow(clippy::too_many_lines, reason = "one arm per form reads straight")]
    fn eval_kind(&mut self, id: ExprId) -> V {
        let program = self.program;
        match program.kind(id) {
            ExprKind::Name(name) => self.name(*name),
            ExprKind::Attribute(object, name) => {
                let value = self.eval(*object);
                self.read_attribute(&value, *name, id)
            }
            ExprKind::Index(object, index) => {
                let value = self.eval(*object);
                let key = self.eval(*index);
                self.read_index(&value, &key, id)
            }
            ExprKind::Slice(object, cut) => {
                let value = self.eval(*object);
                self.sliced(&value, *cut)
            }
            ExprKind::Call(callee, args) => self.call(id, *callee, *args),
            ExprKind::Str(sym) => self.constants.text(*sym),
            ExprKind::Number(sym) => self.constants.number(*sym),
            ExprKind::Bool(truth) => self.constants.truth(*truth),
            ExprKind::None => self.constants.none(),
            ExprKind::Format(run) => self.format(*run),
            ExprKind::Dict(run) => self.dict(*run),
            ExprKind::List(run) => self.list(*run),
            ExprKind::Comprehension { key, element, clauses } => self.comprehension(*key, *element, *clauses),
            ExprKind::Lambda(scope) => bounded(Val::thing(Thing::Function(*scope, None, self.capture()))),
            ExprKind::Or(a, b) => {
                let a = self.eval(*a);
                match self.truth(&a) {
                    Some(true) => a,
                    Some(false) => self.eval(*b),
                    None => {
                        let b = self.eval(*b);
                        self.either(&a, &b)
                    }
                }
            }
            ExprKind::And(a, b) => {
                let a = self.eval(*a);
                match self.truth(&a) {
                    Some(false) => a,
                    _ => self.eval(*b),
                }
            }
            ExprKind::Add(a, b) => {
                // Long sums lean left and are taken term by term.
                let (mut first, mut rest) = (*a, vec![*b]);
                while let ExprKind::Add(a, b) = program.kind(first) {
                    first = *a;
                    rest.push(*b);
                }
                let mut sum = self.eval(first);
                while let Some(term) = rest.pop() {
                    let term = self.eval(term);
                    sum = self.add(&sum, &term);
                }
                sum
            }
            ExprKind::Percent(a, b) => {
                let (a, b) = (self.eval(*a), self.eval(*b));
                self.percent(&a, &b)
            }
            ExprKind::Union(a, b) => {
                let (a, b) = (self.eval(*a), self.eval(*b));
                let merged = self.merge(&a, &b);
                self.copied(&merged)
            }
            ExprKind::Binary(a, b) => {
                let (a, b) = (self.eval(*a), self.eval(*b));
                self.slash(&a, &b)
            }
            ExprKind::Not(inner) => {
                let value = self.eval(*inner);
                match self.truth(&value) {
                    Some(truth) => self.constants.truth(!truth),
                    None => self.unknown.clone(),
                }
            }
            ExprKind::Unary(inner) | ExprKind::Await(inner) => self.eval(*inner),
            ExprKind::Star(inner) => self.eval(*inner),
            ExprKind::Compare(run, CompareOp::Other | CompareOp::NotIn) => {
                for &operand in program.list(*run) {
                    self.eval(operand);
                }
                self.unknown.clone()
            }
            ExprKind::Compare(..) => match self.test(id) {
                Some(truth) => self.constants.truth(truth),
                None => self.unknown.clone(),
            },
            ExprKind::Conditional { test, then, orelse } => match self.test(*test) {
                Some(true) => self.eval(*then),
                Some(false) => self.eval(*orelse),
                None => {
                    let (a, b) = (self.eval(*then), self.eval(*orelse));
                    join(&a, &b)
                }
            },
            ExprKind::Yield(value) => {
                let value = match value {
                    Some(value) => self.eval(*value),
                    None => self.unknown.clone(),
                };
                self.yielded(&value);
                self.unknown.clone()
            }
            ExprKind::YieldFrom(value) => {
                let value = self.eval(*value);
                let element = self.element(&value);
                self.yielded(&element);
                value
            }
            ExprKind::Walrus(target, value) => {
                let value = self.eval(*value);
                self.assign(*target, value.clone());
                value
            }
            ExprKind::Named(name, value) => {
                let value = self.eval(*value);
                let mut object = self.new_object(ObjectKind::Record);
                object.set(Key::Name(*name), value);
                Val::object(object)
            }
            ExprKind::Unknown(run) => {
                let mut origins = SmallVec::new();
                for &part in program.list(*run) {
                    let value = self.eval(part);
                    add_all_origins(&mut origins, &value);
                }
                Rc::new(Val { origins, ..Val::default() })
            }
        }
    }

    pub(super) fn yielded(&mut self, value: &V) {
        if let Some(frame) = self.frame() {
            frame.yielded = Some(match &frame.yielded {
                Some(old) => join(old, value),
                None => value.clone(),
            });
        }
    }

    /// `a or b` where `a` may be false: a default stands beside what the user may give.
    pub(super) fn either(&mut self, a: &V, b: &V) -> V {
        if a.text == Text::Unknown && matches!(b.text, Text::OneOf(_)) && !a.origins.is_empty() {
            let mut templates = self.templates(a);
            templates.extend(b.templates());
            let joined = join(a, b);
            return Rc::new(Val { text: one_of(templates), ..(*joined).clone() });
        }
        join(a, b)
    }

    pub(super) fn name(&mut self, name: Sym) -> V {
        let program = self.program;
        let Some(frame) = self.frames.last() else { return self.unknown.clone() };
        let Some(scope) = program.scope(frame.scope) else { return self.unknown.clone() };
        if let Some(slot) = scope.slot(name)
            && let Some(value) = frame.env.get(slot)
        {
            return value.clone();
        }
        let module = frame.module;
        if let Some(value) = self.outer_name(name) {
            return value;
        }
        if let Some(value) = self.global(module, name) {
            return value;
        }
        if let Some(value) = self.facts.star_names.get(&(module, name)) {
            return value.clone();
        }
        // Bound here, but not on this path.
        if scope.slot(name).is_some() {
            return self.unknown.clone();
        }
        // Built-in names.
        self.constants.library(name)
    }

    /// A name of an enclosing function: from its active frame, else from what was captured. Class bodies are passed over:
    /// their functions do not see them.
    fn outer_name(&self, name: Sym) -> Option<V> {
        let frame = self.frames.last()?;
        let mut parent = self.program.scope(frame.scope)?.parent;
        let mut captured = frame.captured.as_ref();
        while let Some(id) = parent {
            let scope = self.program.scope(id)?;
            let function = matches!(
                scope.kind,
                crate::python::ir::ScopeKind::Function | crate::python::ir::ScopeKind::Lambda
            );
            if function {
                let kept = captured.filter(|captured| captured.scope == id);
                if let Some(slot) = scope.slot(name) {
                    let active = self.frames.iter().rev().find(|frame| frame.scope == id);
                    let value = active.and_then(|frame| frame.env.get(slot).cloned());
                    let value = value.or_else(|| kept.and_then(|kept| kept.slots.get(slot).cloned()));
                    if value.is_some() {
                        return value;
                    }
                }
                if kept.is_some() {
                    captured = captured.and_then(|captured| captured.outer.as_ref());
                }
            }
            parent = scope.parent;
        }
        None
    }

    pub(super) fn global(&mut self, module: crate::python::ir::ModuleId, name: Sym) -> Option<V> {
        let body = self.program.module(module)?.body;
        let slot = self.program.scope(body)?.slot(name)?;
        if let Some(ModuleState::Done(env)) = self.modules.get(&module) {
            return self.module_value(module, env, name);
        }
        let frame = self.frames.iter().find(|frame| frame.scope == body)?;
        frame.env.get(slot).cloned()
    }

    // Reading.

    // Building.

    // Text.

    // Writing.
}
