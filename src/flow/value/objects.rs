//! Objects made in the plugin, field by field. Comes in: values under keys; goes out: an object that holds no more and
//! nests no deeper than the bounds. Apart because here, and only here, fields are set.

use std::hash::{Hash, Hasher};
use std::rc::Rc;

use smallvec::SmallVec;

use super::{V, capped, fallen, join, touch};
use crate::flow::limits;
use crate::python::ir::{ClassId, Sym};

/// What kind of object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ObjectKind {
    /// A dict.
    Dict,
    /// A list, tuple or set.
    List,
    /// Text or bytes in memory that calls write to: a buffer, a hash.
    Buffer,
    /// An instance of a class of the plugin.
    Instance(ClassId),
    /// An object of a library, made from keyword arguments.
    Record,
}

/// The key of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// Position in a list.
    Index(u32),
    /// Dict key or attribute.
    Name(Sym),
}

/// An object made in the plugin, field by field.
#[derive(Debug, Clone)]
pub struct Object {
    /// Which object it is: equal for aliases. No part of equality.
    pub id: u32,
    /// What it is.
    pub kind: ObjectKind,
    /// Known fields, sorted by key.
    pub fields: Vec<(Key, V)>,
    /// What further fields may hold.
    pub rest: Option<V>,
    /// Keys that the origins of the value around it no longer bring: replaced or taken out. Sorted.
    pub without: SmallVec<[Sym; 2]>,
    /// Nesting below it.
    pub depth: u8,
    /// Values below it, those that are shared counted each time; never less than there are.
    pub(super) size: u32,
}

impl PartialEq for Object {
    fn eq(&self, other: &Self) -> bool {
        touch(self.fields.len());
        self.kind == other.kind
            && self.fields == other.fields
            && self.rest == other.rest
            && self.without == other.without
    }
}

impl Eq for Object {}

impl Hash for Object {
    fn hash<H: Hasher>(&self, state: &mut H) {
        touch(self.fields.len());
        self.kind.hash(state);
        self.fields.hash(state);
        self.rest.hash(state);
        self.without.hash(state);
    }
}

impl Object {
    /// An empty object.
    pub fn new(id: u32, kind: ObjectKind) -> Self {
        Self { id, kind, fields: Vec::new(), rest: None, without: SmallVec::new(), depth: 0, size: 0 }
    }

    /// From now on the origins of the value around it bring nothing under `key`.
    pub fn exclude(&mut self, key: Sym) {
        if self.without.len() < limits::FIELDS
            && let Err(at) = self.without.binary_search(&key)
        {
            self.without.insert(at, key);
        }
    }

    /// The field under `key`.
    pub fn get(&self, key: Key) -> Option<&V> {
        let at = self.fields.binary_search_by(|(other, _)| other.cmp(&key)).ok()?;
        self.fields.get(at).map(|(_, value)| value)
    }

    /// Sets a field; what was there no longer counts.
    #[allow(clippy::needless_pass_by_value, reason = "most callers have no other use for it")]
    pub fn set(&mut self, key: Key, value: V) {
        // Fields mostly come in the order of their keys.
        let place = match self.fields.last() {
            Some((last, _)) if *last >= key => self.fields.binary_search_by(|(other, _)| other.cmp(&key)),
            _ => Err(self.fields.len()),
        };
        let old = place.ok().and_then(|at| self.fields.get(at)).map_or(0, |(_, old)| old.size());
        self.size = self.size.saturating_sub(old);
        let value = self.taken_in(&value);
        match place {
            Ok(at) => {
                if let Some(field) = self.fields.get_mut(at) {
                    field.1 = value;
                }
            }
            Err(at) if self.fields.len() < limits::FIELDS => self.fields.insert(at, (key, value)),
            Err(_) => self.add_rest(&value),
        }
    }

    /// A value as the object can hold it: what nests too deep falls together, and all where there is too much.
    fn taken_in(&mut self, value: &V) -> V {
        let mut value = capped(value, limits::VALUE_DEPTH - 1);
        if value.size() > 1 && self.size.saturating_add(value.size()) > limits::VALUE_SIZE {
            value = fallen(&value);
        }
        self.depth = self.depth.max(value.depth());
        self.size = self.size.saturating_add(value.size());
        value
    }

    /// Adds a value under an unknown key.
    pub fn add_rest(&mut self, value: &V) {
        let value = self.taken_in(value);
        self.rest = Some(match &self.rest {
            Some(rest) => join(rest, &value),
            None => value,
        });
    }

    /// Whether it is the other one, field by field the very same values.
    pub(super) fn is_shared_with(&self, other: &Self) -> bool {
        let rest = match (&self.rest, &other.rest) {
            (Some(a), Some(b)) => Rc::ptr_eq(a, b),
            (a, b) => a.is_none() && b.is_none(),
        };
        rest && (self.id, self.kind, self.depth, self.size) == (other.id, other.kind, other.depth, other.size)
            && self.without == other.without
            && self.fields.len() == other.fields.len()
            && self.fields.iter().zip(&other.fields).all(|(a, b)| a.0 == b.0 && Rc::ptr_eq(&a.1, &b.1))
    }

    /// All values it holds.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.fields.iter().map(|(_, value)| value).chain(&self.rest)
    }
}
