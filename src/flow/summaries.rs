//! Functions of the plugin under their arguments. Comes in: a function, its receiver and arguments; goes out: its summary,
//! made once per distinct arguments (Sharir and Pnueli 1981) and iterated where functions call themselves.

use std::rc::Rc;

use smallvec::SmallVec;

use super::bounds::Bound;
use super::engine::{Chain, Engine, Memo, ModuleState, Summary, Within, fingerprint};
use super::limits;
use super::narrowing::narrowed;
use super::own::{Invoked, Outcome};
use super::value::{Arguments, Captured, Key, Object, ObjectKind, Thing, V, Val, is_same, join};
use crate::python::ir::{ClassId, ExprId, ExprKind, ModuleId, Param, ParamKind, ScopeId, Sym};

impl Engine<'_, '_> {
    /// Analyses a function under these arguments, or takes the summary of an equal call. Gives its value and the
    /// parameters (by position) that it changed in place.
    pub(super) fn analysed_function(&mut self, call: Invoked<'_>) -> Outcome {
        let Invoked { function: id, receiver, captured, arguments, site } = call;
        let program = self.program;
        let Some(scope) = program.scope(id) else { return (self.unknown.clone(), SmallVec::new()) };
        let mut bound = self.bind_parameters(id, receiver, arguments);
        let calls = self.chains.get(self.chain as usize).map_or(0, |chain| chain.depth);
        if calls >= limits::CALL_DEPTH || self.depth >= limits::EVAL_DEPTH {
            self.hit(Bound::Calls, site.map(|site| self.span_of(site)));
            let receiver = self.unknown.clone();
            return (self.through(&receiver, arguments), SmallVec::new());
        }
        let free: Vec<Option<V>> =
            if captured.is_some() { self.free_values(id, captured.as_ref()) } else { Vec::new() };
        let mut key = (id, fingerprint(&(&bound, &free)));
        if !self.memo.contains_key(&key) {
            let seen = self.contexts.entry(id).or_default();
            seen.0 += 1;
            if seen.0 > limits::CONTEXTS {
                let before = seen.1.take();
                let merged = before.map_or_else(|| bound.clone(), |old| self.widen_arguments(&old, &bound));
                if let Some(seen) = self.contexts.get_mut(&id) {
                    seen.1 = Some(merged.clone());
                }
                bound = merged;
                key = (id, fingerprint(&(&bound, &free)));
            }
            // A function within itself, with other arguments each time.
            if let Some(active) = self.active.get(&id)
                && active.len() >= limits::ACTIVATIONS
                && let Some(last) = active.last()
            {
                bound = self.widen_arguments(last, &bound);
                key = (id, fingerprint(&(&bound, &free)));
            }
        }
        match self.memo.get_mut(&key) {
            Some(Memo::Done(summary, run)) => {
                let summary = summary.clone();
                self.reads.get_mut().take(*run);
                return self.apply(&summary, &bound);
            }
            Some(Memo::Open(summary, asked, run)) => {
                *asked = true;
                let summary = summary.clone();
                self.reads.get_mut().take(*run);
                return self.apply(&summary, &bound);
            }
            None => {}
        }
        let run = self.reads.get_mut().begin();
        self.memo.insert(key, Memo::Open(Summary::default(), false, run));
        let outer_chain = self.chain;
        if let Some(site) = site {
            let site = self.span_of(site);
            self.chain = u32::try_from(self.chains.len()).unwrap_or(u32::MAX);
            self.chains.push(Chain { site, before: outer_chain, depth: calls + 1 });
        }
        let class = self.class_of(id);
        self.active.entry(id).or_default().push(bound.clone());
        let mut summary = Summary::default();
        for round in 0..limits::RECURSION {
            let (params, values) = (&scope.params, bound.clone());
            let frame = self.run_scope(id, class, captured.clone(), |frame| {
                for (param, value) in params.iter().zip(values) {
                    if let Some(slot) = scope.slot(param.name) {
                        frame.env.set(slot, value);
                    }
                }
            });
            let Some(frame) = frame else { break };
            let mut new = self.summarise(id, frame, &bound);
            if round > 0 {
                new = self.widen_summary(&summary, new, round);
            }
            let asked = match self.memo.get(&key) {
                Some(Memo::Open(old, asked, _)) => {
                    *asked && (old.returned != new.returned || old.changed != new.changed)
                }
                _ => false,
            };
            summary = new;
            if !asked || self.stopped() {
                break;
            }
            if round + 1 == limits::RECURSION {
                self.hit(Bound::Rounds, None);
            }
            self.memo.insert(key, Memo::Open(summary.clone(), false, run));
        }
        self.chain = outer_chain;
        if let Some(active) = self.active.get_mut(&id) {
            active.pop();
        }
        let summary = Rc::new(summary);
        self.reads.get_mut().end(run);
        self.memo.insert(key, Memo::Done(summary.clone(), run));
        self.apply(&summary, &bound)
    }

    /// The result of a summary at a call: the object that the caller has, else a new one each time, though equal.
    fn apply(&mut self, summary: &Summary, bound: &[V]) -> Outcome {
        if let Some(raised) = &summary.raised {
            self.raise(raised);
        }
        let value = summary.returned.clone().unwrap_or_else(|| self.unknown.clone());
        let own = summary.within.as_ref().and_then(|within| found_within(within, &summary.changed, bound));
        let value = match &value.object {
            Some(object) if own.is_some() => {
                let own = own.unwrap_or_else(|| object.clone());
                Rc::new(Val { object: Some(own), ..(*value).clone() })
            }
            Some(object) if object.kind != ObjectKind::Record => {
                let mut fresh = (**object).clone();
                self.next_object += 1;
                fresh.id = self.next_object;
                Rc::new(Val { object: Some(Rc::new(fresh)), ..(*value).clone() })
            }
            _ => value,
        };
        (value, summary.changed.clone())
    }

    fn summarise(&mut self, id: ScopeId, frame: super::engine::Frame, bound: &[V]) -> Summary {
        let program = self.program;
        let mut summary = Summary { raised: frame.raised, ..Summary::default() };
        let Some(scope) = program.scope(id) else { return summary };
        for (index, (param, before)) in scope.params.iter().zip(bound).enumerate() {
            let Some(slot) = scope.slot(param.name) else { continue };
            let at_exits = frame.exits.iter().filter_map(|env| env.get(slot));
            let mut same = at_exits.filter(|after| is_changed_state(before, after));
            let Some(mut after) = same.next().cloned() else { continue };
            for other in same {
                after = join(&after, other);
            }
            if after != *before {
                summary.changed.push((index, after));
            }
        }
        let masks =
            self.models.function(self.symbols.text(scope.name)).is_some_and(|row| row.returns == "masked");
        summary.returned = if scope.generator {
            let mut list = self.new_object(ObjectKind::List);
            if let Some(yielded) = &frame.yielded {
                list.add_rest(yielded);
            }
            Some(Val::object(list))
        } else {
            frame.returned
        };
        if let Some(object) = summary.returned.as_ref().and_then(|value| value.object.as_ref()) {
            let after = |index: usize| summary.changed.iter().find(|(param, _)| *param == index);
            let params = bound.iter().enumerate();
            summary.within = params
                .map(|(index, before)| (index, after(index).map_or(before, |(_, after)| after)))
                .find_map(|(index, value)| Some((index, path_to(value, object, limits::WITHIN)?)));
        }
        if masks {
            summary.returned = summary.returned.map(|value| self.weakened(&value, true));
        }
        summary
    }

    pub(super) fn class_of(&self, id: ScopeId) -> Option<ClassId> {
        let parent = self.program.scope(id)?.parent?;
        match self.program.scope(parent)?.kind {
            crate::python::ir::ScopeKind::Class(class) => Some(class),
            _ => None,
        }
    }

    /// What the free names of a nested function hold now.
    fn free_values(&self, id: ScopeId, captured: Option<&Rc<Captured>>) -> Vec<Option<V>> {
        let Some(scope) = self.program.scope(id) else { return Vec::new() };
        scope
            .free
            .iter()
            .map(|&name| {
                let mut around = captured;
                while let Some(captured) = around {
                    if let Some(slot) = self.program.scope(captured.scope).and_then(|scope| scope.slot(name))
                    {
                        let active = self.frames.iter().rev().find(|frame| frame.scope == captured.scope);
                        let live = active.and_then(|frame| frame.env.get(slot).cloned());
                        // A function held by its own environment must not be hashed through itself.
                        let value = live.or_else(|| captured.slots.get(slot).cloned())?;
                        return if value.things.iter().any(|thing| matches!(thing, Thing::Function(..))) {
                            None
                        } else {
                            Some(value)
                        };
                    }
                    around = captured.outer.as_ref();
                }
                None
            })
            .collect()
    }

    fn bind_parameters(&mut self, id: ScopeId, receiver: Option<&V>, arguments: &Arguments) -> Vec<V> {
        let program = self.program;
        let Some(scope) = program.scope(id) else { return Vec::new() };
        let positional: SmallVec<[&V; 8]> = receiver.into_iter().chain(&arguments.positional).collect();
        let mut next = 0;
        let mut bound = Vec::with_capacity(scope.params.len());
        for param in &scope.params {
            let value = match param.kind {
                ParamKind::Normal => {
                    let by_position = positional.get(next).map(|value| (*value).clone());
                    next += 1;
                    by_position
                        .or_else(|| arguments.keyword(param.name).cloned())
                        .or_else(|| arguments.star.clone())
                }
                ParamKind::KeywordOnly => arguments.keyword(param.name).cloned(),
                ParamKind::Args => {
                    let mut list = self.new_object(ObjectKind::List);
                    for (index, value) in positional.iter().skip(next).enumerate() {
                        list.set(Key::Index(u32::try_from(index).unwrap_or(u32::MAX)), (*value).clone());
                    }
                    if let Some(star) = &arguments.star {
                        list.add_rest(star);
                    }
                    next = positional.len().max(next);
                    Some(Val::object(list))
                }
                ParamKind::Kwargs => {
                    let mut dict = self.new_object(ObjectKind::Dict);
                    for (name, value) in &arguments.keywords {
                        if !scope.params.iter().any(|other| other.name == *name) {
                            dict.set(Key::Name(*name), value.clone());
                        }
                    }
                    let mut value = Val { object: Some(Rc::new(dict)), ..Val::default() };
                    if let Some(rest) = &arguments.double_star {
                        value.origins.clone_from(&rest.origins);
                    }
                    Some(Rc::new(value))
                }
            };
            let value = match (value, param.annotation) {
                (Some(value), Some(annotation)) => self.declared(scope.module, annotation, value),
                (Some(value), None) => value,
                (None, _) => self.missing_argument(scope.module, param, arguments),
            };
            bound.push(value);
        }
        bound
    }

    /// A value that came in, of the class that its annotation names where a row tells such classes apart.
    pub(super) fn declared(&mut self, module: ModuleId, annotation: ExprId, value: V) -> V {
        if value.origins.is_empty() || !value.things.is_empty() || value.object.is_some() {
            return value;
        }
        let class = self.annotated_in(module, annotation);
        match class.things.as_slice() {
            [Thing::Library(name, _)] if self.models.tagged(self.symbols.text(*name)).is_some() => {
                narrowed(&value, &class)
            }
            _ => value,
        }
    }

    fn missing_argument(&mut self, module: ModuleId, param: &Param, arguments: &Arguments) -> V {
        if let Some(rest) = &arguments.double_star {
            return self.keyed_rest(rest, param.name);
        }
        if let Some(default) = param.default {
            return self.default_in(module, default);
        }
        match param.annotation {
            Some(annotation) => self.annotated_in(module, annotation),
            None => self.unknown.clone(),
        }
    }

    /// What `**rest` brings under a name: what came in whole, one key further.
    pub(super) fn keyed_rest(&mut self, rest: &V, name: Sym) -> V {
        let origins: SmallVec<[_; 4]> =
            rest.origins.iter().map(|&origin| self.extend(origin, name)).collect();
        Rc::new(Val { origins, object: rest.object.clone(), ..Val::default() })
    }

    pub(super) fn module_name(&mut self, module: ModuleId, name: Sym) -> V {
        let value = match self.modules.get(&module) {
            Some(ModuleState::Done(env)) => self.module_value(module, env, name),
            _ => None,
        };
        value.unwrap_or_else(|| self.unknown.clone())
    }

    /// An object of the type that an annotation names: a class of the plugin or of a library.
    pub(super) fn annotated(&mut self, annotation: ExprId) -> V {
        let module = self.module_now();
        self.annotated_in(module, annotation)
    }

    pub(super) fn annotated_in(&mut self, module: ModuleId, annotation: ExprId) -> V {
        let value = match self.program.kind(annotation) {
            ExprKind::Name(name) => {
                let found = self.module_name(module, *name);
                if found.is_unknown() && module == self.module_now() { self.eval(annotation) } else { found }
            }
            ExprKind::Attribute(..) if module == self.module_now() => self.eval(annotation),
            ExprKind::Union(a, b) => {
                let (a, b) = (self.annotated_in(module, *a), self.annotated_in(module, *b));
                return join(&a, &b);
            }
            ExprKind::Index(outer, inner) => {
                // `Optional[X]` and `list[X]` hold an X.
                let outer = self.annotated_in(module, *outer);
                let inner = self.annotated_in(module, *inner);
                return if outer.is_unknown() { inner } else { outer };
            }
            _ => return self.unknown.clone(),
        };
        match value.things.as_slice() {
            [Thing::Class(class)] => {
                let object = self.new_object(ObjectKind::Instance(*class));
                Val::object(object)
            }
            // A bare name is a built-in type, which says nothing.
            [Thing::Library(name, _)] if self.symbols.text(*name).contains('.') => {
                let text = self.symbols.text(*name);
                if text.starts_with("typing.") || text.starts_with("collections.") {
                    self.unknown.clone()
                } else {
                    self.constants.library(*name)
                }
            }
            _ => self.unknown.clone(),
        }
    }
}

/// Whether what a parameter holds at an exit is what it held at the start, as it is now: not another object under its
/// name.
fn is_changed_state(before: &V, after: &V) -> bool {
    if Rc::ptr_eq(before, after) {
        return true;
    }
    let Some(new) = &after.object else { return false };
    match &before.object {
        Some(object) => new.id == object.id,
        // Keys were set on something that came in: it keeps where it came from.
        None => {
            let made = before.things.iter().any(|thing| matches!(thing, Thing::Library(..)));
            (!before.origins.is_empty() || made)
                && after.origins == before.origins
                && after.things == before.things
        }
    }
}

/// The fields that lead from a value to this object; another state of it is not the one.
fn path_to(value: &V, sought: &Rc<Object>, depth: usize) -> Option<SmallVec<[Key; 2]>> {
    let object = value.object.as_ref()?;
    if is_same(sought, object) {
        return Some(SmallVec::new());
    }
    if depth == 0 || object.kind == ObjectKind::List {
        return None;
    }
    object.fields.iter().find_map(|(key, field)| {
        let mut path = path_to(field, sought, depth - 1)?;
        path.insert(0, *key);
        Some(path)
    })
}

/// The object that stands there in the caller's values.
fn found_within((param, path): &Within, changed: &[(usize, V)], bound: &[V]) -> Option<Rc<Object>> {
    let changed = changed.iter().find(|(index, _)| index == param).map(|(_, value)| value);
    let mut object = changed.or_else(|| bound.get(*param))?.object.as_ref()?;
    for key in path {
        object = object.get(*key)?.object.as_ref()?;
    }
    Some(object.clone())
}
