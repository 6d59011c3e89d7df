//! Reading items and elements. Comes in: a container and a key, or the container alone; goes out: what it holds there, with
//! the access path grown by the key.

use std::rc::Rc;

use smallvec::SmallVec;

use super::engine::Engine;
use super::limits;
use super::value::{
    Key, ObjectKind, OriginId, Part, SourceKind, Template, Text, Thing, V, Val, add_thing, join, one_of,
};
use crate::python::ir::{Cut, ExprId};

impl Engine<'_, '_> {
    /// `value[key]`.
    pub(super) fn read_index(&mut self, value: &V, key: &V, at: ExprId) -> V {
        let getitem = self.words.getitem;
        if let Some(item) = self.special_method(value, getitem, std::slice::from_ref(key), at) {
            return item;
        }
        if let Text::Number(number) = key.text
            && key.origins.is_empty()
        {
            return match self.symbols.text(number).parse::<u32>() {
                Ok(index) => self.read_key(value, Key::Index(index), at),
                Err(_) => self.element(value),
            };
        }
        let constants = key.constants();
        if constants.is_empty() || constants.len() > limits::KEYS {
            let element = self.any_value(value);
            return self.read_subscript(value, element, at);
        }
        let mut out: Option<V> = None;
        for name in constants {
            let read = self.read_key(value, Key::Name(name), at);
            out = Some(match out {
                Some(old) => join(&old, &read),
                None => read,
            });
        }
        let out = out.unwrap_or_else(|| self.unknown.clone());
        self.read_subscript(value, out, at)
    }

    /// `os.environ["X"]` and its kin: a library object that a row lets be subscripted.
    fn read_subscript(&mut self, value: &V, read: V, at: ExprId) -> V {
        let mut out = read;
        for thing in &value.things {
            match thing {
                Thing::Library(name, made) => {
                    let dotted = self.dot(*name, self.words.getitem);
                    if let Some(row) = self.rows(dotted).source {
                        let found = self.row_source(row, None, value, at);
                        out = join(&out, &found);
                    } else if out.things.is_empty() && (!value.origins.is_empty() || made.is_some()) {
                        out = Rc::new(Val { things: SmallVec::from_iter([thing.clone()]), ..(*out).clone() });
                    }
                }
                Thing::Class(_) if out.is_unknown() => out = value.clone(),
                _ => {}
            }
        }
        out
    }

    /// The value under a known key.
    pub(super) fn read_key(&mut self, value: &V, key: Key, at: ExprId) -> V {
        let mut out: Option<V> = None;
        if let Some(object) = value.object.clone() {
            out = object.get(key).cloned().or_else(|| object.rest.clone());
            if out.is_none()
                && let (ObjectKind::Instance(class), Key::Name(name)) = (object.kind, key)
            {
                out = self.instance_attribute(class, value, name, at);
            }
            let replaced = matches!(key, Key::Name(name) if object.without.contains(&name));
            if replaced || object.get(key).is_some() {
                return out.unwrap_or_else(|| self.unknown.clone());
            }
        }
        if !value.origins.is_empty() {
            let name = match key {
                Key::Name(name) => name,
                Key::Index(_) => self.words.star,
            };
            let read = self.read_origins(value, name, at);
            out = Some(match out {
                Some(old) => join(&old, &read),
                None => read,
            });
        }
        with_more(value, out.unwrap_or_else(|| self.unknown.clone()))
    }

    /// Whatever a container holds.
    pub(super) fn any_value(&mut self, value: &V) -> V {
        let mut out: Option<V> = None;
        if let Some(object) = &value.object {
            for held in object.values() {
                out = Some(match out {
                    Some(old) => join(&old, held),
                    None => held.clone(),
                });
            }
        }
        if !value.origins.is_empty() {
            let star = self.words.star;
            let origins = value.origins.iter().map(|&origin| self.extend(origin, star)).collect();
            let read = Rc::new(Val { origins, ..Val::default() });
            out = Some(match out {
                Some(old) => join(&old, &read),
                None => read,
            });
        }
        with_more(value, out.unwrap_or_else(|| self.unknown.clone()))
    }

    /// An element of an iterable: a dict gives its keys.
    pub(super) fn element(&mut self, value: &V) -> V {
        if let Some(object) = &value.object
            && object.kind == ObjectKind::Dict
        {
            let origins = value.origins.iter().copied().filter(|&origin| !self.is_map(origin)).collect();
            return Rc::new(Val { origins, ..Val::default() });
        }
        if value.object.is_none()
            && value.things.is_empty()
            && !value.origins.is_empty()
            && value.origins.iter().all(|&origin| self.is_map(origin))
        {
            return self.unknown.clone();
        }
        let element = self.any_value(value);
        let libraries = value.things.iter().filter(|thing| matches!(thing, Thing::Library(..)));
        let mut things = element.things.clone();
        for thing in libraries {
            add_thing(&mut things, thing);
        }
        if things.len() == element.things.len() {
            element
        } else {
            Rc::new(Val { things, ..(*element).clone() })
        }
    }

    /// Whether an origin is a whole map of parameters, credentials or settings: iterated, it gives names.
    fn is_map(&self, id: OriginId) -> bool {
        let Some(origin) = self.origins.get(id.0 as usize).filter(|origin| origin.path.is_empty()) else {
            return false;
        };
        self.sources.get(origin.source as usize).is_some_and(|source| {
            matches!(source.kind, SourceKind::Parameters | SourceKind::Credentials | SourceKind::Settings)
                && source.data_type.is_none()
        })
    }

    /// The elements of an iterable one by one, when all are known and few.
    pub(super) fn known_elements(&mut self, value: &V) -> Option<Vec<V>> {
        let object = value.object.as_ref()?;
        if object.rest.is_some() || object.fields.len() > limits::UNROLL || !value.origins.is_empty() {
            return None;
        }
        match object.kind {
            ObjectKind::List => Some(object.fields.iter().map(|(_, value)| value.clone()).collect()),
            ObjectKind::Dict => Some(
                object
                    .fields
                    .iter()
                    .map(|(key, _)| {
                        if let Key::Name(name) = key {
                            self.constants.text(*name)
                        } else {
                            self.unknown.clone()
                        }
                    })
                    .collect(),
            ),
            _ => None,
        }
    }

    /// `value[4:]`.
    pub(super) fn sliced(&mut self, value: &V, cut: Cut) -> V {
        if let Some(object) = &value.object
            && object.kind == ObjectKind::List
        {
            let mut list = self.new_object(ObjectKind::List);
            for held in object.values() {
                list.add_rest(held);
            }
            return Rc::new(Val { object: Some(Rc::new(list)), ..(**value).clone() });
        }
        if value.text == Text::Unknown {
            return value.clone();
        }
        let text = self.cut_text(value, cut).unwrap_or_default();
        Rc::new(Val { text, ..(**value).clone() })
    }

    /// The texts that are left where constant parts are cut off at the ends; `None` where a cut reaches what is not constant.
    fn cut_text(&mut self, value: &V, cut: Cut) -> Option<Text> {
        let (Text::OneOf(templates), Cut::Ends(start, end)) = (&value.text, cut) else { return None };
        let mut left = SmallVec::new();
        for template in templates.iter() {
            let mut parts = template.to_vec();
            if start > 0 {
                let Some(Part::Literal(first)) = parts.first_mut() else { return None };
                let text = self.symbols.text(*first);
                let (at, _) = text.char_indices().nth(usize::from(start))?;
                let rest = text.get(at..)?.to_owned();
                *first = self.symbols.intern(&rest);
            }
            if end > 0
                && let Some(Part::Literal(last)) = parts.last_mut()
            {
                let text = self.symbols.text(*last);
                let (at, _) = text.char_indices().rev().nth(usize::from(end) - 1)?;
                let rest = text.get(..at)?.to_owned();
                *last = self.symbols.intern(&rest);
                if rest.is_empty() {
                    parts.pop();
                }
            }
            left.push(Template::from(parts));
        }
        Some(one_of(left))
    }
}

/// What is read of a value whose parts fell together may be any callable that was in it.
fn with_more(value: &V, read: V) -> V {
    if !value.things.contains(&Thing::More) {
        return read;
    }
    let mut things = read.things.clone();
    add_thing(&mut things, &Thing::More);
    Rc::new(Val { things, ..(*read).clone() })
}
