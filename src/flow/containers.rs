//! Dicts, lists and comprehensions. Comes in: their displays and the built-in functions that make them; goes out: objects
//! that keep their fields apart.

use std::rc::Rc;

use smallvec::SmallVec;

use super::engine::Engine;
use super::limits;
use super::value::{Arguments, Key, Object, ObjectKind, OriginId, Text, V, Val, add_origins, join};
use crate::python::ir::{Clause, ExprId, ExprKind, Run, Sym};

impl Engine<'_, '_> {
    pub(super) fn dict(&mut self, run: Run) -> V {
        let program = self.program;
        let mut object = self.new_object(ObjectKind::Dict);
        let mut origins = SmallVec::new();
        for (key, value) in program.pairs(run) {
            match key {
                Some(key) => {
                    let key = self.eval(*key);
                    let value = self.eval(*value);
                    self.put(&mut object, &key, &value);
                    if !origins.is_empty()
                        && let [name] = key.constants().as_slice()
                    {
                        object.exclude(*name);
                    }
                }
                None => {
                    let value = self.eval(*value);
                    spread(&mut object, &mut origins, &value);
                }
            }
        }
        Rc::new(Val { origins, object: Some(Rc::new(object)), ..Val::default() })
    }

    /// Sets a dict entry: under its key when that is constant, or a known position of a list.
    pub(super) fn put(&mut self, object: &mut Object, key: &V, value: &V) {
        if let Text::Number(number) = key.text
            && object.kind == ObjectKind::List
            && let Ok(index) = self.symbols.text(number).parse::<u32>()
            && object.get(Key::Index(index)).is_some()
        {
            object.set(Key::Index(index), value.clone());
            return;
        }
        let constants = key.constants();
        match constants.as_slice() {
            [] => object.add_rest(value),
            [name] => object.set(Key::Name(*name), value.clone()),
            several => {
                for &name in several {
                    let old = object.get(Key::Name(name)).cloned();
                    object.set(Key::Name(name), old.map_or_else(|| value.clone(), |old| join(&old, value)));
                }
            }
        }
    }

    pub(super) fn list(&mut self, run: Run) -> V {
        let program = self.program;
        let items = program.list(run);
        let mut object = self.new_object(ObjectKind::List);
        let mut origins = SmallVec::new();
        let mut index = 0;
        let mut exact = items.len() <= limits::UNROLL;
        for &item in items {
            if let ExprKind::Star(inner) = program.kind(item) {
                let value = self.eval(*inner);
                match self.known_elements(&value) {
                    Some(elements) if exact => {
                        for element in elements {
                            object.set(Key::Index(index), element);
                            index += 1;
                        }
                    }
                    _ => {
                        exact = false;
                        let element = self.element(&value);
                        add_origins(&mut origins, &value.origins);
                        object.add_rest(&element);
                    }
                }
                continue;
            }
            let value = self.eval(item);
            if exact {
                object.set(Key::Index(index), value);
                index += 1;
            } else {
                object.add_rest(&value);
            }
        }
        Val::object(object)
    }

    pub(super) fn comprehension(&mut self, key: Option<ExprId>, element: ExprId, clauses: Run) -> V {
        let kind = if key.is_some() { ObjectKind::Dict } else { ObjectKind::List };
        let mut object = self.new_object(kind);
        let saved = self.frames.last().map(|frame| frame.env.clone());
        let clauses = self.program.clauses(clauses).to_vec();
        self.clause(&clauses, key, element, &mut object);
        if let (Some(frame), Some(saved)) = (self.frames.last_mut(), saved) {
            frame.env = saved;
        }
        Val::object(object)
    }

    pub(super) fn clause(
        &mut self,
        clauses: &[Clause],
        key: Option<ExprId>,
        element: ExprId,
        object: &mut Object,
    ) {
        match clauses.split_first() {
            None => {
                let key = key.map(|key| self.eval(key));
                let value = self.eval(element);
                match key {
                    Some(key) => self.put(object, &key, &value),
                    None if object.rest.is_none()
                        && object.fields.len() < limits::UNROLL
                        && object.kind == ObjectKind::List =>
                    {
                        let index = u32::try_from(object.fields.len()).unwrap_or(u32::MAX);
                        object.set(Key::Index(index), value);
                    }
                    None => object.add_rest(&value),
                }
            }
            Some((Clause::If(test), rest)) => {
                if self.test(*test) != Some(false) {
                    self.leave_out(*test);
                    self.narrow(*test, true);
                    self.clause(rest, key, element, object);
                }
            }
            Some((Clause::For(target, iter), rest)) => {
                let iter = self.eval(*iter);
                match self.unrolled(&iter) {
                    Some(elements) => {
                        let count = elements.len();
                        for value in elements {
                            self.assign(*target, value);
                            self.clause(rest, key, element, object);
                        }
                        self.rolled(count);
                    }
                    None => {
                        let value = self.element(&iter);
                        self.assign(*target, value);
                        // One round stands for all: what it makes has no position.
                        let mut inner = self.new_object(object.kind);
                        self.clause(rest, key, element, &mut inner);
                        for (key, value) in &inner.fields {
                            match key {
                                Key::Name(_) => object.set(*key, value.clone()),
                                Key::Index(_) => object.add_rest(value),
                            }
                        }
                        if let Some(rest) = &inner.rest {
                            object.add_rest(rest);
                        }
                    }
                }
            }
        }
    }

    pub(super) fn dict_call(&mut self, arguments: &Arguments) -> V {
        let dict = self.new_object(ObjectKind::Dict);
        let mut out = Val::object(dict);
        if let Some(first) = arguments.positional.first() {
            out = match self.pairs_of(first) {
                Some(dict) => dict,
                None => self.merge(&out, first),
            };
        }
        if let Some(object) = &out.object {
            let mut object = (**object).clone();
            for (name, value) in &arguments.keywords {
                object.set(Key::Name(*name), value.clone());
            }
            let mut origins = out.origins.clone();
            if let Some(rest) = &arguments.double_star {
                add_origins(&mut origins, &rest.origins);
            }
            out = Rc::new(Val { origins, object: Some(Rc::new(object)), ..Val::default() });
        }
        out
    }

    /// A list of pairs as a dict.
    fn pairs_of(&mut self, value: &V) -> Option<V> {
        let object = value.object.as_ref()?;
        if object.kind != ObjectKind::List {
            return None;
        }
        let mut dict = self.new_object(ObjectKind::Dict);
        for pair in object.values() {
            let held = pair.object.as_ref()?;
            let (key, value) = (held.get(Key::Index(0))?.clone(), held.get(Key::Index(1))?.clone());
            self.put(&mut dict, &key, &value);
        }
        Some(Val::object(dict))
    }

    pub(super) fn listed(&mut self, value: &V) -> V {
        if value.object.as_ref().is_some_and(|object| object.kind == ObjectKind::List) {
            return self.copied(value);
        }
        if value.object.is_none() && value.things.is_empty() {
            let names = !value.origins.is_empty() && self.element(value).is_unknown();
            return if names { self.unknown.clone() } else { value.clone() };
        }
        let mut list = self.new_object(ObjectKind::List);
        match self.known_elements(value) {
            Some(elements) => {
                for (index, element) in elements.into_iter().enumerate() {
                    list.set(Key::Index(u32::try_from(index).unwrap_or(u32::MAX)), element);
                }
            }
            None => {
                let element = self.element(value);
                list.add_rest(&element);
            }
        }
        Val::object(list)
    }

    pub(super) fn pair(&mut self, a: V, b: V) -> V {
        let mut pair = self.new_object(ObjectKind::List);
        pair.set(Key::Index(0), a);
        pair.set(Key::Index(1), b);
        Val::object(pair)
    }

    pub(super) fn enumerated(&mut self, value: &V) -> V {
        let mut list = self.new_object(ObjectKind::List);
        let unknown = self.unknown.clone();
        match self.known_elements(value) {
            Some(elements) => {
                for (index, element) in elements.into_iter().enumerate() {
                    let pair = self.pair(unknown.clone(), element);
                    list.set(Key::Index(u32::try_from(index).unwrap_or(u32::MAX)), pair);
                }
            }
            None => {
                let element = self.element(value);
                let pair = self.pair(unknown, element);
                list.add_rest(&pair);
            }
        }
        Val::object(list)
    }

    pub(super) fn zipped(&mut self, values: &[V]) -> V {
        let mut list = self.new_object(ObjectKind::List);
        let known: Option<Vec<Vec<V>>> = values.iter().map(|value| self.known_elements(value)).collect();
        if let Some(known) = known.filter(|known| !known.is_empty()) {
            let shortest = known.iter().map(Vec::len).min().unwrap_or(0);
            for index in 0..shortest {
                let mut row = self.new_object(ObjectKind::List);
                for (column, elements) in known.iter().enumerate() {
                    if let Some(element) = elements.get(index) {
                        row.set(Key::Index(u32::try_from(column).unwrap_or(u32::MAX)), element.clone());
                    }
                }
                list.set(Key::Index(u32::try_from(index).unwrap_or(u32::MAX)), Val::object(row));
            }
            return Val::object(list);
        }
        let mut row = self.new_object(ObjectKind::List);
        for (column, value) in values.iter().enumerate() {
            let element = self.element(value);
            row.set(Key::Index(u32::try_from(column).unwrap_or(u32::MAX)), element);
        }
        let row = Val::object(row);
        list.add_rest(&row);
        Val::object(list)
    }

    /// `dict.update`, `|`, `{**a, **b}`: the right side wins.
    pub(super) fn merge(&mut self, a: &V, b: &V) -> V {
        if a.object.is_none() && b.object.is_none() {
            return join(a, b);
        }
        let mut origins = a.origins.clone();
        let mut object = match &a.object {
            Some(object) => (**object).clone(),
            None => self.new_object(ObjectKind::Dict),
        };
        spread(&mut object, &mut origins, b);
        Rc::new(Val { origins, object: Some(Rc::new(object)), things: a.things.clone(), ..Val::default() })
    }
}

/// Merges `from` into `object`; what is not known field by field goes to `origins`.
fn spread(object: &mut Object, origins: &mut SmallVec<[OriginId; 4]>, from: &V) {
    let other = from.object.as_ref();
    if from.origins.is_empty() {
        // Its fields replace what the origins bring under these keys.
        for (key, _) in other.iter().filter(|_| !origins.is_empty()).flat_map(|other| &other.fields) {
            if let Key::Name(name) = key {
                object.exclude(*name);
            }
        }
    } else {
        let mut without = other.map(|other| other.without.clone()).unwrap_or_default();
        if !origins.is_empty() {
            let set = |name: &Sym| other.is_some_and(|other| other.get(Key::Name(*name)).is_some());
            without.retain(|name| object.without.contains(name) || set(name));
        }
        object.without = without;
    }
    add_origins(origins, &from.origins);
    if let Some(other) = other {
        for (key, value) in &other.fields {
            object.set(*key, value.clone());
        }
        if let Some(rest) = &other.rest {
            object.add_rest(rest);
        }
    }
}
