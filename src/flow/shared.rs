//! State that functions share: module variables and class attributes. Comes in: values set or changed by a function; goes
//! out: what any function may find there. A change from a function is joined with what was there, for the order of
//! calls is not known; the entry points are entered once more when something grew.

use std::rc::Rc;

use super::engine::{Engine, ModuleState};
use super::env::Env;
use super::reads::Cell;
use super::value::{Object, ObjectKind, V, Val, join};
use crate::python::ir::{ClassId, ModuleId, Sym};

impl Engine<'_, '_> {
    /// A module's variable: what functions made of it, else what its body left (`env`).
    pub(super) fn module_value(&self, module: ModuleId, env: &Env, name: Sym) -> Option<V> {
        self.reads(Cell::Global(module, name));
        if !self.changed.is_empty()
            && let Some(value) = self.changed.get(&self.home(module, name))
        {
            return Some(value.clone());
        }
        let slot =
            self.program.module(module).and_then(|module| self.program.scope(module.body))?.slot(name)?;
        env.get(slot).cloned()
    }

    /// The module and name that a variable was imported from, else its own.
    pub(super) fn home(&self, module: ModuleId, name: Sym) -> (ModuleId, Sym) {
        let mut home = (module, name);
        for _ in 0..8 {
            match self.imported.get(&home) {
                Some(&next) if next != home => home = next,
                _ => break,
            }
        }
        home
    }

    /// A module variable set from a function: joined with what it was.
    pub(super) fn set_global(&mut self, module: ModuleId, name: Sym, value: &V) {
        let (module, name) = self.home(module, name);
        let program = self.program;
        let Some(body) = program.module(module).map(|module| module.body) else { return };
        let Some(slot) = program.scope(body).and_then(|scope| scope.slot(name)) else { return };
        if let Some(ModuleState::Done(env)) = self.modules.get(&module) {
            let old = self.changed.get(&(module, name)).cloned().or_else(|| env.get(slot).cloned());
            let new = self.shared(value, old.as_ref());
            if old.as_ref() != Some(&new) {
                self.grew = true;
                self.changed.insert((module, name), new);
                self.changes(Cell::Global(module, name));
            }
        } else if let Some(frame) = self.frames.iter_mut().find(|frame| frame.scope == body) {
            let value = frame.env.get(slot).map_or_else(|| value.clone(), |old| join(old, value));
            frame.env.set(slot, value);
        }
    }

    /// A class attribute set through the class: by the module that is being read it is replaced, by a function joined.
    pub(super) fn set_class_attribute(&mut self, class: ClassId, name: Sym, value: &V) {
        let at_import = self.frames.len() == 1;
        let old = self.classes.get(&class).and_then(|data| data.attributes.get(&name));
        let new = match old {
            Some(old) if !at_import => self.shared(value, Some(old)),
            _ => value.clone(),
        };
        let Some(data) = self.classes.get_mut(&class) else { return };
        if data.attributes.get(&name) != Some(&new) {
            self.grew |= !at_import;
            data.attributes.insert(name, new);
            self.changes(Cell::Attribute(class, name));
        }
    }

    /// What a shared variable holds after a change: elements of lists have no position, and what still grows when the
    /// entry points are entered again is widened, so that it settles.
    fn shared(&self, value: &V, old: Option<&V>) -> V {
        let value = unordered(value);
        let Some(old) = old.map(unordered) else { return value };
        let joined = join(&old, &value);
        if self.round == 0 { joined } else { self.widened(&old, &joined, self.round + 1) }
    }
}

fn unordered(value: &V) -> V {
    let Some(object) = &value.object else { return value.clone() };
    if object.kind != ObjectKind::List || object.fields.is_empty() {
        return value.clone();
    }
    let mut list = Object::new(object.id, ObjectKind::List);
    for held in object.values() {
        list.add_rest(held);
    }
    Rc::new(Val { object: Some(Rc::new(list)), ..(**value).clone() })
}
