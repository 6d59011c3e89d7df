//! The methods of dicts, lists, sets and texts, here because they are language and not library. Comes in: a receiver and
//! the call; goes out: its value, and the changed receiver.

use std::rc::Rc;

use smallvec::SmallVec;

use super::calls::Call;
use super::engine::Engine;
use super::limits;
use super::value::{Arguments, Key, ObjectKind, V, Val, all_origins};
use crate::python::ir::{ExprId, Sym};

impl Engine<'_, '_> {
    pub(super) fn is_data_method(&self, name: Sym) -> bool {
        matches!(
            self.symbols.text(name),
            "get"
                | "pop"
                | "setdefault"
                | "items"
                | "keys"
                | "values"
                | "update"
                | "copy"
                | "append"
                | "extend"
                | "insert"
                | "add"
                | "join"
                | "format"
                | "strip"
                | "rstrip"
                | "lstrip"
                | "lower"
                | "upper"
                | "title"
                | "split"
                | "splitlines"
                | "rsplit"
                | "replace"
                | "encode"
                | "decode"
                | "startswith"
                | "endswith"
                | "isdigit"
                | "popitem"
                | "model_dump"
                | "partition"
                | "removeprefix"
                | "removesuffix"
        )
    }

    #[allow(clippy::too_many_lines, reason = "one arm per method reads straight")]
    pub(super) fn data_method(&mut self, receiver: &V, place: ExprId, name: Sym, call: &Call) -> V {
        let arguments = &call.arguments;
        let first = arguments.positional.first().cloned();
        match self.symbols.text(name) {
            "get" | "pop" | "setdefault" | "getlist" | "get_all" => {
                let Some(key) = first else { return self.element(receiver) };
                let read = self.read_index(receiver, &key, call.at);
                let default = arguments
                    .positional
                    .get(1)
                    .cloned()
                    .or_else(|| arguments.keywords.first().map(|(_, value)| value.clone()));
                if self.symbols.text(name) == "setdefault"
                    && let Some(default) = &default
                {
                    let value =
                        if read.is_unknown() { default.clone() } else { self.or_default(&read, default) };
                    let new = self.with_item(receiver, &key, &value);
                    self.replace(place, receiver, new);
                    return value;
                }
                if self.symbols.text(name) == "pop"
                    && let Some(new) = self.without(receiver, &key)
                {
                    self.replace(place, receiver, new);
                }
                match default {
                    Some(default)
                        if read.is_unknown() && receiver.object.is_some() && receiver.origins.is_empty() =>
                    {
                        default
                    }
                    Some(default) => self.or_default(&read, &default),
                    None => read,
                }
            }
            "items" => self.items(receiver),
            "keys" => self.keys(receiver),
            "values" => {
                let mut list = self.new_object(ObjectKind::List);
                if let Some(object) = receiver
                    .object
                    .clone()
                    .filter(|object| object.rest.is_none() && receiver.origins.is_empty())
                {
                    for (index, (_, value)) in object.fields.iter().enumerate() {
                        list.set(Key::Index(u32::try_from(index).unwrap_or(u32::MAX)), value.clone());
                    }
                } else {
                    let value = self.any_value(receiver);
                    list.add_rest(&value);
                }
                Val::object(list)
            }
            "update" => {
                let mut new = receiver.clone();
                if let Some(first) = first {
                    new = self.merge(&new, &first);
                }
                if !arguments.keywords.is_empty() {
                    let keywords = Arguments { keywords: arguments.keywords.clone(), ..Arguments::default() };
                    let dict = self.dict_call(&keywords);
                    new = self.merge(&new, &dict);
                }
                if let Some(rest) = &arguments.double_star {
                    new = self.merge(&new, rest);
                }
                self.note_keys(&new);
                self.replace(place, receiver, new);
                self.unknown.clone()
            }
            "append" | "add" | "insert" | "appendleft" | "put" | "put_nowait" => {
                let Some(value) = arguments.positional.last().cloned() else { return self.unknown.clone() };
                let mut object = match &receiver.object {
                    Some(object) => (**object).clone(),
                    None => self.new_object(ObjectKind::List),
                };
                let end = u32::try_from(object.fields.len()).unwrap_or(u32::MAX);
                let at_end = object.kind == ObjectKind::List
                    && object.rest.is_none()
                    && self.symbols.text(name) != "insert";
                // Outside loops a list grows element by element; a loop's second round would never settle so.
                let looping = self.frames.last().is_some_and(|frame| frame.loops > 0);
                if at_end && !looping && (end as usize) < limits::UNROLL {
                    object.set(Key::Index(end), value);
                } else {
                    object.add_rest(&value);
                }
                let new = Rc::new(Val { object: Some(Rc::new(object)), ..(**receiver).clone() });
                self.replace(place, receiver, new);
                self.unknown.clone()
            }
            "extend" => {
                let Some(value) = first else { return self.unknown.clone() };
                let element = self.element(&value);
                let mut object = match &receiver.object {
                    Some(object) => (**object).clone(),
                    None => self.new_object(ObjectKind::List),
                };
                object.add_rest(&element);
                let new = Rc::new(Val { object: Some(Rc::new(object)), ..(**receiver).clone() });
                self.replace(place, receiver, new);
                self.unknown.clone()
            }
            "copy" | "model_dump" | "dict" | "model_copy" | "_asdict" => {
                let copy = self.copied(receiver);
                let copy = Rc::new(Val { things: SmallVec::new(), ..(*copy).clone() });
                self.filtered(copy, arguments)
            }
            "lower" | "upper" if !receiver.constants().is_empty() => {
                let upper = self.symbols.text(name) == "upper";
                self.recased(receiver, upper)
            }
            "strip" | "rstrip" | "lstrip" | "lower" | "upper" | "title" | "encode" | "decode"
            | "removeprefix" | "removesuffix" | "casefold" | "capitalize" | "to_dict" | "getvalue"
            | "read" => {
                if receiver.things.is_empty() {
                    receiver.clone()
                } else {
                    Rc::new(Val { things: SmallVec::new(), ..(**receiver).clone() })
                }
            }
            "join" => {
                let Some(items) = first else { return self.unknown.clone() };
                match self.known_elements(&items) {
                    Some(elements) => {
                        let mut parts = Vec::new();
                        for (index, element) in elements.into_iter().enumerate() {
                            if index > 0 {
                                parts.push(receiver.clone());
                            }
                            parts.push(element);
                        }
                        self.concat(&parts)
                    }
                    None => Rc::new(Val { origins: all_origins(&items), ..Val::default() }),
                }
            }
            "format" => self.format_method(receiver, arguments),
            "replace" => self.replaced(receiver, arguments),
            "split" | "rsplit" | "splitlines" | "partition" | "rpartition" => {
                let mut part = Rc::new(Val { origins: receiver.origins.clone(), ..Val::default() });
                let separator = first.and_then(|separator| separator.constant());
                if separator.is_some_and(|separator| matches!(self.symbols.text(separator), "/" | "\\")) {
                    part = self.file_name(&part, true);
                }
                let mut list = self.new_object(ObjectKind::List);
                list.add_rest(&part);
                Val::object(list)
            }
            "startswith" | "endswith" => {
                if let Some(text) = first.filter(|_| !receiver.origins.is_empty()) {
                    match self.known_elements(&text) {
                        Some(texts) => texts.iter().for_each(|text| self.host_test(receiver, text)),
                        None => self.host_test(receiver, &text),
                    }
                }
                self.unknown.clone()
            }
            "isdigit" | "isalpha" | "isalnum" | "islower" | "isupper" | "isspace" | "istitle"
            | "isdecimal" | "isascii" | "isnumeric" | "count" | "index" | "find" | "rfind" => {
                self.unknown.clone()
            }
            "clear" => {
                let empty =
                    self.new_object(receiver.object.as_ref().map_or(ObjectKind::Dict, |object| object.kind));
                self.replace(place, receiver, Val::object(empty));
                self.unknown.clone()
            }
            _ => self.through(receiver, arguments),
        }
    }

    fn note_keys(&mut self, value: &V) {
        if let Some(object) = value.object.clone() {
            for (key, held) in &object.fields {
                if let Key::Name(name) = key {
                    let key = self.constants.text(*name);
                    self.note_keyed(&key, held);
                }
            }
        }
    }

    /// `d.keys()`: the keys and nothing of what stands under them.
    pub(super) fn keys(&mut self, receiver: &V) -> V {
        let mut list = self.new_object(ObjectKind::List);
        match self.known_elements(receiver).filter(|_| receiver.object.is_some()) {
            Some(keys) => {
                for (index, key) in keys.into_iter().enumerate() {
                    list.set(Key::Index(u32::try_from(index).unwrap_or(u32::MAX)), key);
                }
            }
            None => {
                let unknown = self.unknown.clone();
                list.add_rest(&unknown);
            }
        }
        Val::object(list)
    }

    /// `d.items()`: pairs of key and value; known ones stay pairs.
    pub(super) fn items(&mut self, receiver: &V) -> V {
        let mut list = self.new_object(ObjectKind::List);
        if let Some(object) = receiver.object.clone() {
            let exact = object.rest.is_none() && receiver.origins.is_empty();
            for (index, (key, value)) in object.fields.iter().enumerate() {
                let key =
                    if let Key::Name(name) = key { self.constants.text(*name) } else { self.unknown.clone() };
                let pair = self.pair(key, value.clone());
                if exact {
                    list.set(Key::Index(u32::try_from(index).unwrap_or(u32::MAX)), pair);
                } else {
                    list.add_rest(&pair);
                }
            }
            if let Some(rest) = &object.rest {
                let unknown = self.unknown.clone();
                let pair = self.pair(unknown, rest.clone());
                list.add_rest(&pair);
            }
        }
        if !receiver.origins.is_empty() {
            let bare = Rc::new(Val { origins: receiver.origins.clone(), ..Val::default() });
            let value = self.any_value(&bare);
            let unknown = self.unknown.clone();
            let pair = self.pair(unknown, value);
            list.add_rest(&pair);
        }
        Val::object(list)
    }
}
