//! Assignment and deletion. Comes in: a target and a value; goes out: the changed environment. A local and a field of an
//! object made here are overwritten; what is shared holds more than before.

use std::rc::Rc;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::engine::Engine;
use super::facts::kind_of;
use super::reads::Cell;
use super::value::{
    Arguments, Key, Object, ObjectKind, SourceKind, Text, Thing, V, Val, fallen, flat, is_same, join,
};
use crate::python::ir::{ClassId, ExprId, ExprKind, Run, Sym};

impl Engine<'_, '_> {
    /// Assigns to a target. A field of an object made here is replaced; aliases of the object see it.
    pub(super) fn assign(&mut self, target: ExprId, value: V) {
        let program = self.program;
        match program.kind(target) {
            ExprKind::Name(name) => self.bind(*name, value),
            ExprKind::Attribute(object, name) => {
                let old = self.eval(*object);
                if let Some(ObjectKind::Instance(class)) = old.object.as_ref().map(|object| object.kind) {
                    let setter = self.words.setter;
                    if let Some(setter) = self.accessor(class, *name, setter) {
                        self.changed_by(&setter, &old, &[value], *object, target);
                        return;
                    }
                    self.note_field(class, *name, &value);
                }
                if let [Thing::Class(class)] = old.things.as_slice() {
                    self.set_class_attribute(*class, *name, &value);
                    return;
                }
                if let [Thing::Module(module)] = old.things.as_slice() {
                    self.set_global(*module, *name, &value);
                    return;
                }
                self.library_field(&old, *name, &value, target);
                let new = self.with_field(&old, Key::Name(*name), &value);
                self.replace(*object, &old, new);
            }
            ExprKind::Index(object, index) => {
                let old = self.eval(*object);
                let key = self.eval(*index);
                self.note_keyed(&key, &value);
                if let Some(ObjectKind::Instance(class)) = old.object.as_ref().map(|object| object.kind) {
                    let setitem = self.words.setitem;
                    if let Some(method) = self.class_attribute(class, None, setitem, target) {
                        self.changed_by(&method, &old, &[key, value], *object, target);
                        return;
                    }
                }
                self.library_item(&old, &key, &value, target);
                let new = self.with_item(&old, &key, &value);
                self.replace(*object, &old, new);
            }
            ExprKind::List(run) => self.unpack(*run, &value),
            ExprKind::Star(inner) => {
                let mut list = self.new_object(ObjectKind::List);
                list.add_rest(&value);
                self.assign(*inner, Val::object(list));
            }
            _ => {}
        }
    }

    /// `library.name = value` where a row says that it goes along with what is sent.
    fn library_field(&mut self, owner: &V, name: Sym, value: &V, at: ExprId) {
        for thing in &owner.things {
            let Thing::Library(library, made) = thing else { continue };
            let name = self.dot(*library, name);
            let name = self.dot(name, self.words.set);
            let rows = self.rows(name);
            let arguments = Arguments { positional: vec![value.clone()], ..Arguments::default() };
            for row in &rows.sinks {
                self.sink(row, name, &arguments, made.as_ref(), owner, &[], at);
            }
        }
    }

    /// `store[key] = value` on a library object of which a row says where that goes.
    fn library_item(&mut self, store: &V, key: &V, value: &V, at: ExprId) {
        for thing in &store.things {
            let Thing::Library(name, made) = thing else { continue };
            self.set_variable(*name, key, value);
            let name = self.dot(*name, self.words.setitem);
            let rows = self.rows(name);
            if rows.sinks.is_empty() {
                continue;
            }
            let positional = vec![key.clone(), value.clone()];
            let arguments = Arguments { positional, ..Arguments::default() };
            for row in &rows.sinks {
                self.sink(row, name, &arguments, made.as_ref(), store, &[], at);
            }
        }
    }

    /// Remembers a text set under a constant key of what a row says holds settings: the environment.
    fn set_variable(&mut self, store: Sym, key: &V, value: &V) {
        let Some(key) = key.constant() else { return };
        let read = self.dot(store, self.words.getitem);
        if self.rows(read).source.is_none_or(|row| kind_of(&row.kind) != Some(SourceKind::Settings)) {
            return;
        }
        let value = flat(value);
        let value = self.environment.get(&key).map_or(value.clone(), |old| join(old, &value));
        self.environment.insert(key, value);
    }

    pub(super) fn unpack(&mut self, run: Run, value: &V) {
        let targets = self.program.list(run).to_vec();
        let elements = self
            .known_elements(value)
            .filter(|_| value.object.as_ref().is_some_and(|object| object.kind == ObjectKind::List));
        let star = targets.iter().position(|&target| matches!(self.program.kind(target), ExprKind::Star(_)));
        for (index, &target) in targets.iter().enumerate() {
            let element = match (&elements, star) {
                (Some(elements), None) => elements.get(index).cloned(),
                (Some(elements), Some(star)) if index < star => elements.get(index).cloned(),
                _ => None,
            };
            let element = match element {
                Some(element) => element,
                None => self.element(value),
            };
            self.assign(target, element);
        }
    }

    fn with_field(&mut self, old: &V, key: Key, value: &V) -> V {
        let mut object = match &old.object {
            Some(object) => (**object).clone(),
            None => self.new_object(ObjectKind::Record),
        };
        object.set(key, value.clone());
        Rc::new(Val { object: Some(Rc::new(object)), ..(**old).clone() })
    }

    pub(super) fn with_item(&mut self, old: &V, key: &V, value: &V) -> V {
        let mut object = match &old.object {
            Some(object) => (**object).clone(),
            None => self.new_object(ObjectKind::Dict),
        };
        self.put(&mut object, key, value);
        if !old.origins.is_empty()
            && let [name] = key.constants().as_slice()
        {
            object.exclude(*name);
        }
        Rc::new(Val { object: Some(Rc::new(object)), text: Text::Unknown, ..(**old).clone() })
    }

    /// Remembers a field set on an instance, for methods that are entered from outside.
    fn note_field(&mut self, class: ClassId, name: Sym, value: &V) {
        let value = if value.depth() > 3 { fallen(value) } else { value.clone() };
        let joined = match self.instance_fields.get(&(class, name)) {
            Some(old) => {
                let joined = join(old, &value);
                if Rc::ptr_eq(&joined, old) || joined == *old {
                    return;
                }
                joined
            }
            None => value,
        };
        self.instance_fields.insert((class, name), joined);
        self.changes(Cell::Field(class, name));
    }

    /// `del d[key]`: the key no longer counts.
    pub(super) fn delete(&mut self, target: ExprId) {
        match self.program.kind(target) {
            ExprKind::Index(object, index) => {
                let old = self.eval(*object);
                let key = self.eval(*index);
                if let Some(new) = self.without(&old, &key) {
                    self.replace(*object, &old, new);
                }
            }
            ExprKind::Name(name) => {
                let unknown = self.unknown.clone();
                self.bind(*name, unknown);
            }
            ExprKind::Attribute(object, name) => {
                let old = self.eval(*object);
                let deleter = self.words.deleter;
                let Some(ObjectKind::Instance(class)) = old.object.as_ref().map(|object| object.kind) else {
                    return;
                };
                if let Some(deleter) = self.accessor(class, *name, deleter) {
                    self.changed_by(&deleter, &old, &[], *object, target);
                    return;
                }
                let Some(before) = &old.object else { return };
                let mut object_now = (**before).clone();
                object_now.fields.retain(|(key, _)| *key != Key::Name(*name));
                let new = Rc::new(Val { object: Some(Rc::new(object_now)), ..(*old).clone() });
                self.replace(*object, &old, new);
            }
            _ => {}
        }
    }

    /// `value` without the entry of a constant key, if it has it or its origins bring it.
    pub(super) fn without(&mut self, value: &V, key: &V) -> Option<V> {
        let constants = key.constants();
        let [name] = constants.as_slice() else { return None };
        let mut object = match &value.object {
            Some(object) => (**object).clone(),
            None if value.origins.is_empty() => return None,
            None => self.new_object(ObjectKind::Dict),
        };
        let before = (object.fields.len(), object.without.len());
        object.fields.retain(|(other, _)| *other != Key::Name(*name));
        if !value.origins.is_empty() {
            object.exclude(*name);
        }
        ((object.fields.len(), object.without.len()) != before)
            .then(|| Rc::new(Val { object: Some(Rc::new(object)), ..(**value).clone() }))
    }

    /// Puts a changed object back where it came from, and into every variable that holds the same object.
    pub(super) fn replace(&mut self, place: ExprId, old: &V, new: V) {
        if let (Some(before), Some(after)) = (&old.object, &new.object)
            && before.id == after.id
            && (Rc::strong_count(old) > 2 || Rc::strong_count(before) > 1 || !self.is_place(place))
        {
            let mut change = Change { before, after, path: SmallVec::new(), seen: FxHashMap::default() };
            if let Some(frame) = self.frames.last_mut() {
                frame.env.update(|_, value| change.within(value));
            }
        }
        if self.is_place(place) {
            self.assign(place, new);
        }
    }

    /// Whether something can be assigned to it.
    fn is_place(&self, expr: ExprId) -> bool {
        matches!(self.program.kind(expr), ExprKind::Name(_) | ExprKind::Attribute(..) | ExprKind::Index(..))
    }

    /// The same contents as an object of its own.
    pub(super) fn copied(&mut self, value: &V) -> V {
        // A buffer handed on is the same buffer.
        let Some(object) = value.object.as_ref().filter(|object| object.kind != ObjectKind::Buffer) else {
            return value.clone();
        };
        let mut object = (**object).clone();
        self.next_object += 1;
        object.id = self.next_object;
        Rc::new(Val { object: Some(Rc::new(object)), ..(**value).clone() })
    }
}

/// A changed object: its state before and after, and what was made of the objects that were looked into.
struct Change<'a> {
    before: &'a Rc<Object>,
    after: &'a Rc<Object>,
    /// The objects around the one that is looked into.
    path: SmallVec<[u32; 8]>,
    seen: FxHashMap<*const Object, Option<Rc<Object>>>,
}

impl Change<'_> {
    /// `value` with the changed object in its new state, if it holds it.
    fn within(&mut self, value: &V) -> Option<V> {
        let object = self.applied(value.object.as_ref()?)?;
        Some(Rc::new(Val { object: Some(object), ..(**value).clone() }))
    }

    /// The object that `object` is after the change, if it is another. What holds no object cannot hold the changed one.
    fn applied(&mut self, object: &Rc<Object>) -> Option<Rc<Object>> {
        // Equal ids alone may be two results of one summary.
        if is_same(self.before, object) {
            // What holds itself would grow with each change.
            let cycle = self.path.iter().any(|&around| holds(self.after, around));
            return (!cycle && !Rc::ptr_eq(object, self.after)).then(|| self.after.clone());
        }
        if object.depth == 0 {
            return None;
        }
        if let Some(known) = self.seen.get(&Rc::as_ptr(object)) {
            return known.clone();
        }
        self.path.push(object.id);
        let mut changed: Option<Object> = None;
        for (key, field) in &object.fields {
            if let Some(field) = self.within(field) {
                changed.get_or_insert_with(|| (**object).clone()).set(*key, field);
            }
        }
        // Which of several elements it is, is not known: what was there may be there still.
        if let Some(rest) = object.rest.as_ref().and_then(|rest| self.within(rest)) {
            changed.get_or_insert_with(|| (**object).clone()).add_rest(&rest);
        }
        self.path.pop();
        let changed = changed.map(Rc::new);
        self.seen.insert(Rc::as_ptr(object), changed.clone());
        changed
    }
}

/// Whether an object holds the one of this id.
fn holds(object: &Object, id: u32) -> bool {
    object.id == id || object.values().any(|value| value.object.as_ref().is_some_and(|held| holds(held, id)))
}
