//! Functions, classes, imports and the names that they bind. Comes in: definitions and import statements; goes out: bound
//! values and what is known of a class.

use std::rc::Rc;

use super::bounds::Bound;
use super::engine::ClassData;
use super::engine::Engine;
use super::env::Env;
use super::limits;
use super::reads::Cell;
use super::value::{Captured, Thing, V, Val, bounded, join};
use crate::python::ir::{ClassId, ExprKind, ModuleId, ScopeId, ScopeKind, Sym};

impl Engine<'_, '_> {
    /// The environments around a nested function made now.
    pub(super) fn capture(&self) -> Option<Rc<Captured>> {
        let frame = self.frames.last()?;
        let scope = self.program.scope(frame.scope)?;
        match scope.kind {
            ScopeKind::Module => None,
            ScopeKind::Class(_) => frame.captured.clone(),
            ScopeKind::Function | ScopeKind::Lambda => {
                Some(Rc::new(Captured::new(frame.scope, frame.env.clone(), frame.captured.clone())))
            }
        }
    }

    pub(super) fn define_function(&mut self, id: ScopeId) {
        let program = self.program;
        let Some(scope) = program.scope(id) else { return };
        let captured = self.capture();
        let mut value = bounded(Val::thing(Thing::Function(id, None, captured)));
        let accessor = scope.decorators.iter().find_map(|&decorator| match program.kind(decorator) {
            ExprKind::Attribute(_, word) if [self.words.setter, self.words.deleter].contains(word) => {
                Some(*word)
            }
            _ => None,
        });
        if let Some(word) = accessor {
            // The property itself stays what it was.
            let class = self.frames.last().and_then(|frame| frame.class);
            if let Some(data) = class.and_then(|class| self.classes.get_mut(&class)) {
                data.accessors.insert((scope.name, word), value);
            }
            return;
        }
        for &decorator in scope.decorators.iter().rev() {
            let wrapper = self.eval(decorator);
            value = self.decorated(&wrapper, value, decorator);
        }
        self.bind(scope.name, value);
    }

    pub(super) fn define_class(&mut self, id: ClassId) {
        let program = self.program;
        let Some(class) = program.class(id) else { return };
        let mut data = ClassData::default();
        for &base in &class.bases {
            let value = self.eval(base);
            for thing in &value.things {
                match thing {
                    Thing::Class(base) if *base != id => data.bases.push(*base),
                    Thing::Library(name, _) => data.libraries.push(*name),
                    _ => {}
                }
            }
        }
        let captured = self.capture();
        let before = self.classes.insert(id, data);
        if self.ancestors(id).len() >= limits::BASES {
            self.hit(Bound::Bases, class.bases.first().map(|&base| self.span_of(base)));
        }
        if let Some(frame) = self.run_scope(class.body, Some(id), captured, |_| {})
            && let Some(scope) = program.scope(class.body)
        {
            let attributes = scope
                .locals
                .iter()
                .zip(frame.env.iter())
                .filter_map(|(name, value)| Some((*name, value?.clone())));
            let attributes: Vec<(Sym, V)> = attributes.collect();
            for (name, value) in &attributes {
                if before.as_ref().and_then(|before| before.attributes.get(name)) != Some(value) {
                    self.changes(Cell::Attribute(id, *name));
                }
            }
            if let Some(data) = self.classes.get_mut(&id) {
                data.attributes.extend(attributes);
            }
        }
        self.bind(class.name, Val::thing(Thing::Class(id)));
    }

    pub(super) fn import(&mut self, module: Sym, bound: Sym, aliased: bool) {
        let path = self.symbols.text(module).to_owned();
        let from = self.module_now();
        let value = match self.program.resolve(from, &path, 0) {
            Some(id) => {
                self.module(id);
                if aliased || !path.contains('.') {
                    Val::thing(Thing::Module(id))
                } else {
                    let first = path.split('.').next().unwrap_or("");
                    let first = self.symbols.intern(first);
                    Val::thing(Thing::Package(first))
                }
            }
            None => self.constants.library(if aliased { module } else { bound }),
        };
        self.bind(bound, value);
    }

    pub(super) fn import_from(&mut self, module: Sym, level: u32, names: &[(Sym, Sym)]) {
        let path = self.symbols.text(module).to_owned();
        let from = self.module_now();
        let target = self.program.resolve(from, &path, level);
        let env = target.and_then(|id| self.module(id));
        for &(name, bound) in names {
            if self.symbols.text(name) == "*" {
                if let (Some(id), Some(env)) = (target, &env) {
                    self.import_all(id, env);
                }
                continue;
            }
            let mut value = None;
            if let (Some(id), Some(env)) = (target, &env) {
                value = self.module_value(id, env, name);
                if value.is_some() && self.imported.insert((from, bound), (id, name)).is_none() {
                    self.changes(Cell::Global(from, bound));
                }
            }
            if value.is_none() {
                // A submodule: `from package import module`.
                let text = self.symbols.text(name);
                let joined = if path.is_empty() { text.to_owned() } else { format!("{path}.{text}") };
                if let Some(id) = self.program.resolve(from, &joined, level) {
                    self.module(id);
                    value = Some(Val::thing(Thing::Module(id)));
                }
            }
            let value = match value {
                Some(value) => value,
                None if target.is_none() && level == 0 => {
                    let dotted = self.dot(module, name);
                    self.constants.library(dotted)
                }
                None => self.unknown.clone(),
            };
            self.bind(bound, value);
        }
    }

    fn import_all(&mut self, module: ModuleId, env: &Env) {
        let program = self.program;
        let Some(scope) = program.module(module).and_then(|module| program.scope(module.body)) else {
            return;
        };
        for (name, value) in scope.locals.iter().zip(env.iter()) {
            if let Some(value) = value
                && !self.symbols.text(*name).starts_with('_')
            {
                self.star_import(*name, value.clone());
            }
        }
    }

    /// Names of a star import have no slot; they live beside the module's variables.
    fn star_import(&mut self, name: Sym, value: V) {
        let module = self.module_now();
        self.facts.star_names.insert((module, name), value);
    }

    /// Binds a name in the current frame (or the module, if declared global).
    pub(super) fn bind(&mut self, name: Sym, value: V) {
        let program = self.program;
        let Some(frame) = self.frames.last_mut() else { return };
        let Some(scope) = program.scope(frame.scope) else { return };
        if let Some(slot) = scope.slot(name) {
            frame.env.set(slot, value);
            return;
        }
        let module = frame.module;
        if scope.globals.contains(&name) {
            self.set_global(module, name, &value);
            return;
        }
        // `nonlocal`, or an object of an outer variable changed in place: the nearest active scope that has the name.
        let mut parent = scope.parent;
        while let Some(id) = parent {
            let Some(outer) = program.scope(id) else { return };
            if outer.kind == ScopeKind::Module {
                self.set_global(module, name, &value);
                return;
            }
            if let Some(slot) = outer.slot(name)
                && let Some(frame) = self.frames.iter_mut().rev().find(|frame| frame.scope == id)
            {
                let value = frame.env.get(slot).map_or_else(|| value.clone(), |old| join(old, &value));
                frame.env.set(slot, value);
                return;
            }
            parent = outer.parent;
        }
        // What is changed in place needs no declaration.
        self.set_global(module, name, &value);
    }
}
