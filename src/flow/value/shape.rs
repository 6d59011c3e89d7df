//! Values with less shape. Comes in: a value; goes out: the same with fields fallen together, all of them or those that nest
//! too deep. Apart because only bounds ask for it.

use std::rc::Rc;

use smallvec::SmallVec;

use super::{Object, ObjectKind, OriginId, Thing, V, Val, add_origins, add_thing, touch};
use crate::flow::limits;

/// Adds all origins of a value and of everything in it.
pub fn add_all_origins(into: &mut SmallVec<[OriginId; 4]>, value: &V) {
    match &value.object {
        None => add_origins(into, &value.origins),
        Some(_) => add_origins(into, &all_origins(value)),
    }
}

/// All origins of a value and of everything in it.
pub fn all_origins(value: &V) -> SmallVec<[OriginId; 4]> {
    let mut out = value.origins.clone();
    if let Some(object) = &value.object {
        collect(object, &mut out);
    }
    out
}

fn collect(object: &Object, out: &mut SmallVec<[OriginId; 4]>) {
    touch(object.fields.len());
    for value in object.values() {
        add_origins(out, &value.origins);
        if let Some(inner) = &value.object {
            collect(inner, out);
        }
    }
}

/// The value with its fields fallen together. Which of them can be called is then no longer known.
pub fn flat(value: &V) -> V {
    if value.object.is_none() {
        return value.clone();
    }
    let mut things = value.things.clone();
    if value.object.as_ref().is_some_and(|object| holds_things(object)) {
        add_thing(&mut things, &Thing::More);
    }
    Rc::new(Val { origins: all_origins(value), text: value.text.clone(), things, object: None })
}

/// Whether something in an object can be called or was made by a call. Other names of a library are mostly constants.
fn holds_things(object: &Object) -> bool {
    touch(object.fields.len());
    object.values().any(|value| {
        value.things.iter().any(|thing| !matches!(thing, Thing::Library(_, None)))
            || value.object.as_ref().is_some_and(|object| holds_things(object))
    })
}

/// The value with its fields fallen together, as something that an object or a widened value can hold: an instance of a
/// class of the plugin stays one, so that its methods are found, and callables that hold too much are left out.
pub fn fallen(value: &V) -> V {
    let Some(object) = value.object.as_ref().filter(|object| matches!(object.kind, ObjectKind::Instance(_)))
    else {
        return bounded(flat(value));
    };
    let mut instance = Object::new(object.id, object.kind);
    instance.without.clone_from(&object.without);
    for held in object.values() {
        instance.add_rest(&bounded(flat(held)));
    }
    bounded(Rc::new(Val { object: Some(Rc::new(instance)), ..(**value).clone() }))
}

/// A value whose callables hold no more than the bound; those that do are [`Thing::More`].
pub fn bounded(value: V) -> V {
    if value.things.is_empty() || value.size() <= limits::VALUE_SIZE {
        return value;
    }
    let things = SmallVec::from_iter([Thing::More]);
    Rc::new(Val { things, ..(*flat(&value)).clone() })
}

/// Whether `other` is this object in this state, though kept with less nesting.
pub fn is_same(object: &Rc<Object>, other: &Rc<Object>) -> bool {
    if object.id != other.id {
        return false;
    }
    let less = || {
        let whole = Rc::new(Val { object: Some(object.clone()), ..Val::default() });
        capped(&whole, other.depth + 1).object.as_ref() == Some(other)
    };
    Rc::ptr_eq(object, other) || object == other || (other.depth < object.depth && less())
}

/// The value with at most this nesting: what lies deeper falls together.
pub(super) fn capped(value: &V, depth: u8) -> V {
    if value.depth() <= depth {
        return value.clone();
    }
    let Some(object) = value.object.as_ref().filter(|_| depth > 0) else { return flat(value) };
    touch(object.fields.len());
    let mut object = (**object).clone();
    (object.depth, object.size) = (0, 0);
    for held in object.fields.iter_mut().map(|(_, field)| field).chain(&mut object.rest) {
        *held = capped(held, depth - 1);
        object.depth = object.depth.max(held.depth());
        object.size = object.size.saturating_add(held.size());
    }
    Rc::new(Val { object: Some(Rc::new(object)), ..(**value).clone() })
}
