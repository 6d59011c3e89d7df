//! Assignment and deletion. Comes in: a target and a value; goes out: the changed environment. A local and a field of an
//! object made here are overwritten; what is shared holds more than before.

use super::engine::Engine;
use super::limits;
use super::reads::Cell;
use super::value::{Key, Object, ObjectKind, Text, Thing, V, Val, flat, join};
use crate::python::ir::{ClassId, ExprId, ExprKind, Run, Sym};
use std::rc::Rc;

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
                let new = self.with_field(&old, Key::Name(*name), &value);
                self.replace(*object, &old, new);
            }
            ExprKind::Index(object, index) => {
                let old = self.eval(*object);
                let key = self.eval(*index);
                self.facts.keyed(&key, &value);
                if let Some(ObjectKind::Instance(class)) = old.object.as_ref().map(|object| object.kind) {
                    let setitem = self.words.setitem;
                    if let Some(method) = self.class_attribute(class, None, setitem, target) {
                        self.changed_by(&method, &old, &[key, value], *object, target);
                        return;
                    }
                }
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
        let value = if value.depth() > 3 { flat(value) } else { value.clone() };
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
            let (id, after) = (before.id, after.clone());
            if let Some(frame) = self.frames.last_mut() {
                frame.env.update(|_, value| with_alias(value, (id, before), &after, limits::ALIAS_DEPTH));
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

/// `value` with the object `id` replaced by its new state, if it holds it.
fn with_alias(value: &V, old: (u32, &Rc<Object>), new: &Rc<Object>, depth: u8) -> Option<V> {
    let object = value.object.as_ref()?;
    // Equal ids alone may be two results of one summary.
    if object.id == old.0 && (Rc::ptr_eq(object, old.1) || object == old.1) {
        if Rc::ptr_eq(object, new) {
            return None;
        }
        return Some(Rc::new(Val { object: Some(new.clone()), ..(**value).clone() }));
    }
    if depth == 0 {
        return None;
    }
    let mut changed: Option<Object> = None;
    for (key, field) in &object.fields {
        if let Some(field) = with_alias(field, old, new, depth - 1) {
            changed.get_or_insert_with(|| (**object).clone()).set(*key, field);
        }
    }
    changed.map(|object| Rc::new(Val { object: Some(Rc::new(object)), ..(**value).clone() }))
}
