//! Reading attributes. Comes in: a value and a name; goes out: what stands there: fields of objects, methods with their
//! receiver, members of modules and libraries, fields of a response, whose access path grows by the name.

use std::rc::Rc;

use smallvec::SmallVec;

use super::engine::Engine;
use super::limits;
use super::reads::Cell;
use super::value::{
    Arguments, Key, ObjectKind, OriginId, Part, Template, Text, Thing, V, Val, add_origins, bounded, join,
    one_of,
};
use crate::knowledge::rows::SourceRow;
use crate::python::ir::{ClassId, ExprId, ExprKind, Sym};

impl<'k> Engine<'_, 'k> {
    /// `value.name`.
    pub(super) fn read_attribute(&mut self, value: &V, name: Sym, at: ExprId) -> V {
        let mut out: Option<V> = None;
        if let Some(object) = value.object.clone() {
            match object.get(Key::Name(name)) {
                Some(field) => out = Some(field.clone()),
                None => {
                    if let ObjectKind::Instance(class) = object.kind {
                        out = self.instance_attribute(class, value, name, at);
                    }
                    if out.is_none() && name == self.words.dict {
                        out = Some(value.clone());
                    }
                    if let ObjectKind::Instance(class) = object.kind
                        && name == self.words.class
                    {
                        out = Some(Val::thing(Thing::Class(class)));
                    }
                    if out.is_none() {
                        out.clone_from(&object.rest);
                    }
                }
            }
        }
        for thing in &value.things {
            let found = self.thing_attribute(thing, name, value, at);
            out = Some(match out {
                Some(old) => join(&old, &found),
                None => found,
            });
        }
        let through = value.things.iter().any(|thing| matches!(thing, Thing::Library(..)));
        if !value.origins.is_empty() {
            // A library attribute that a row types or passes on has set its origins already.
            let done = through && out.as_ref().is_some_and(|out| !out.origins.is_empty());
            let muted = through && self.muted(value, name);
            if !done && !muted {
                let read = self.read_origins(value, name, at);
                out = Some(match out {
                    Some(old) => join(&old, &read),
                    None => read,
                });
            }
        }
        if let Some(own) = self.own_attribute(value, name, at) {
            out = Some(out.map_or(own.clone(), |old| join(&old, &own)));
        }
        // The member of an enumeration.
        if out.is_none() && value.constant().is_some() && self.symbols.text(name) == "value" {
            return value.clone();
        }
        out.unwrap_or_else(|| self.unknown.clone())
    }

    /// Whether a row says that this attribute of a library object is no data.
    fn muted(&mut self, value: &V, name: Sym) -> bool {
        value.things.iter().any(|thing| {
            let Thing::Library(library, _) = thing else { return false };
            let dotted = self.dot(*library, name);
            self.rows(dotted).summary.is_some_and(|row| row.returns == "nothing")
        })
    }

    /// The origins of `value`, one key further; remembers where it was read.
    pub(super) fn read_origins(&mut self, value: &V, key: Sym, at: ExprId) -> V {
        let span = self.span_of(at);
        let mut origins: SmallVec<[OriginId; 4]> = SmallVec::new();
        for &origin in &value.origins {
            let extended = self.extend(origin, key);
            if extended != origin {
                let read = self.read_at(span, Some(at));
                self.note_read(extended, read);
            }
            add_origins(&mut origins, &[extended]);
        }
        let text = self.default_text(&origins);
        Rc::new(Val { origins, text, ..Val::default() })
    }

    /// The text that the YAML gives a credential, setting or parameter by default, beside what the user may give.
    pub(super) fn default_text(&mut self, origins: &[OriginId]) -> Text {
        let [only] = origins else { return Text::Unknown };
        let Some(parameter) = self.parameter_of(*only) else { return Text::Unknown };
        let mut texts: SmallVec<[&str; 4]> =
            parameter.options.iter().map(String::as_str).take(limits::TEXTS + 1).collect();
        if let Some(default) = &parameter.default
            && !texts.contains(&default.text.as_str())
        {
            texts.push(&default.text);
        }
        if texts.is_empty() || texts.iter().all(|text| text.is_empty()) {
            return Text::Unknown;
        }
        let mut templates: SmallVec<[Template; 4]> =
            texts.iter().map(|text| Template::from([Part::Literal(self.symbols.intern(text))])).collect();
        if parameter.options.is_empty() {
            templates.push(Template::from([Part::User]));
        }
        one_of(templates)
    }

    pub(super) fn instance_attribute(
        &mut self,
        class: ClassId,
        receiver: &V,
        name: Sym,
        at: ExprId,
    ) -> Option<V> {
        if let Some(value) = self.class_attribute(class, Some(receiver), name, at) {
            return Some(value);
        }
        let mut found = None;
        for class in self.ancestors(class) {
            self.reads(Cell::Field(class, name));
            if let Some(value) = self.instance_fields.get(&(class, name)) {
                found = Some(match found {
                    Some(old) => join(&old, value),
                    None => value.clone(),
                });
            }
        }
        if found.is_some() {
            return found;
        }
        let getattr = self.words.getattr;
        if self.symbols.text(name).starts_with("__") {
            return None;
        }
        let text = self.constants.text(name);
        if let Some(value) = self.special_method(receiver, getattr, &[text], at) {
            return Some(value);
        }
        self.missed_fields.insert((class, name));
        for library in self.library_bases(class) {
            let dotted = self.dot(library, name);
            let value = self.library_value(dotted, None, receiver, at);
            found = Some(match found {
                Some(old) => join(&old, &value),
                None => value,
            });
        }
        found
    }

    /// The result of a method that Python calls by itself (`__getitem__`), where the value's class defines it.
    pub(super) fn special_method(&mut self, value: &V, name: Sym, given: &[V], at: ExprId) -> Option<V> {
        let ObjectKind::Instance(class) = value.object.as_ref()?.kind else { return None };
        let method = self.class_attribute(class, Some(value), name, at)?;
        if !method.things.iter().any(|thing| matches!(thing, Thing::Function(..))) {
            return None;
        }
        let arguments = Arguments { positional: given.to_vec(), ..Arguments::default() };
        Some(self.call_value(&method, &Rc::new(arguments), at))
    }

    /// An attribute of a class or its bases in the plugin; methods are bound to `receiver`, properties are called.
    pub(super) fn class_attribute(
        &mut self,
        class: ClassId,
        receiver: Option<&V>,
        name: Sym,
        at: ExprId,
    ) -> Option<V> {
        for ancestor in self.ancestors(class) {
            self.reads(Cell::Attribute(ancestor, name));
            let value = self.classes.get(&ancestor).and_then(|data| data.attributes.get(&name)).cloned();
            if let Some(value) = value {
                return Some(self.bound(value, class, receiver, at));
            }
            // The class body is still being read, or was never reached: its methods are known all the same.
            if let Some(class_row) = self.program.class(ancestor)
                && !self.classes.contains_key(&ancestor)
                && let Some((_, method)) = class_row.methods.iter().rev().find(|(method, _)| *method == name)
            {
                let value = Val::thing(Thing::Function(*method, None, None));
                return Some(self.bound(value, class, receiver, at));
            }
        }
        None
    }

    pub(super) fn bound(&mut self, value: V, class: ClassId, receiver: Option<&V>, at: ExprId) -> V {
        if !value.things.iter().any(|thing| matches!(thing, Thing::Function(_, None, _))) {
            return value;
        }
        let mut things = SmallVec::new();
        for thing in &value.things {
            let Thing::Function(id, None, captured) = thing else {
                things.push(thing.clone());
                continue;
            };
            let decorators =
                self.program.scope(*id).map(|scope| scope.decorators.clone()).unwrap_or_default();
            let has = |engine: &Self, word: Sym| {
                decorators.iter().any(|&decorator| match engine.program.kind(decorator) {
                    ExprKind::Name(name) | ExprKind::Attribute(_, name) => *name == word,
                    _ => false,
                })
            };
            if has(self, self.words.static_method)
                || self
                    .program
                    .scope(*id)
                    .is_some_and(|scope| scope.kind == crate::python::ir::ScopeKind::Lambda)
            {
                things.push(thing.clone());
            } else if has(self, self.words.class_method) {
                let class = Val::thing(Thing::Class(class));
                things.push(Thing::Function(*id, Some(class), captured.clone()));
            } else if let Some(receiver) = receiver {
                if has(self, self.words.property) || has(self, self.words.cached_property) {
                    let bound = Thing::Function(*id, Some(receiver.clone()), captured.clone());
                    return self.call_thing(&bound, &Rc::default(), at, None);
                }
                things.push(Thing::Function(*id, Some(receiver.clone()), captured.clone()));
            } else {
                things.push(thing.clone());
            }
        }
        bounded(Rc::new(Val { things, ..(*value).clone() }))
    }

    /// A class and its bases in the plugin, nearest first.
    /// [`limits::BASES`] of them at most; a class with more is reported where it is defined.
    pub(super) fn ancestors(&self, class: ClassId) -> SmallVec<[ClassId; 4]> {
        let mut out: SmallVec<[ClassId; 4]> = SmallVec::from_slice(&[class]);
        let mut at = 0;
        while let Some(&class) = out.get(at) {
            if let Some(data) = self.classes.get(&class) {
                for &base in &data.bases {
                    if !out.contains(&base) && out.len() < limits::BASES {
                        out.push(base);
                    }
                }
            }
            at += 1;
        }
        out
    }

    /// Library classes that a class inherits from, nearest first.
    pub(super) fn library_bases(&self, class: ClassId) -> SmallVec<[Sym; 2]> {
        let mut out = SmallVec::new();
        for ancestor in self.ancestors(class) {
            for &library in self.classes.get(&ancestor).map_or(&[][..], |data| &data.libraries) {
                if !out.contains(&library) {
                    out.push(library);
                }
            }
        }
        out
    }

    fn thing_attribute(&mut self, thing: &Thing, name: Sym, receiver: &V, at: ExprId) -> V {
        match thing {
            Thing::Module(id) => {
                if let Some(env) = self.module(*id)
                    && let Some(value) = self.module_value(*id, &env, name)
                {
                    return value;
                }
                if let Some(value) = self.facts.star_names.get(&(*id, name)) {
                    return value.clone();
                }
                let path = self.program.module(*id).map(|module| module.path.clone()).unwrap_or_default();
                self.package_attribute(&path, name)
            }
            Thing::Package(path) => {
                let path = self.symbols.text(*path).to_owned();
                self.package_attribute(&path, name)
            }
            Thing::Class(class) => {
                if let Some(value) = self.class_attribute(*class, None, name, at) {
                    return value;
                }
                let mut out = self.unknown.clone();
                for library in self.library_bases(*class) {
                    let dotted = self.dot(library, name);
                    let value = self.library_value(dotted, None, receiver, at);
                    out = join(&out, &value);
                }
                out
            }
            Thing::Library(library, made) => {
                let dotted = self.dot(*library, name);
                self.library_value(dotted, made.clone(), receiver, at)
            }
            Thing::Super(class, receiver) => {
                for base in self.ancestors(*class).into_iter().skip(1) {
                    if let Some(value) = self.class_attribute(base, Some(receiver), name, at) {
                        return value;
                    }
                }
                let mut out = self.unknown.clone();
                for library in self.library_bases(*class) {
                    let dotted = self.dot(library, name);
                    let arguments = Arguments { positional: vec![receiver.clone()], ..Default::default() };
                    out = join(
                        &out,
                        &Val::thing(Thing::Library(dotted, super::value::Made::by(&arguments, None))),
                    );
                }
                out
            }
            Thing::More => Val::thing(Thing::More),
            Thing::Function(..) | Thing::Partial(..) => self.unknown.clone(),
        }
    }

    fn package_attribute(&mut self, path: &str, name: Sym) -> V {
        let joined = format!("{path}.{}", self.symbols.text(name));
        if let Some(id) = self.program.resolve(self.module_now(), &joined, 0) {
            self.module(id);
            return Val::thing(Thing::Module(id));
        }
        if self.program.is_namespace(&joined) {
            let sym = self.symbols.intern(&joined);
            return Val::thing(Thing::Package(sym));
        }
        self.unknown.clone()
    }

    /// A library name as a value: an attribute that a row knows is a source or passes its object on.
    fn library_value(
        &mut self,
        name: Sym,
        made: Option<Rc<super::value::Made>>,
        receiver: &V,
        at: ExprId,
    ) -> V {
        if let Some(row) = self.models.attribute(self.symbols.text(name)) {
            return self.row_source(row, None, receiver, at);
        }
        let rows = self.rows(name);
        if let Some(summary) = rows.summary {
            if summary.returns == "receiver" {
                return Rc::new(Val {
                    origins: receiver.origins.clone(),
                    things: SmallVec::from_iter([Thing::Library(name, made)]),
                    ..Val::default()
                });
            }
            if !summary.instance.is_empty() && rows.sinks.is_empty() {
                let instance = self.symbols.intern(&summary.instance);
                return Val::thing(Thing::Library(instance, made));
            }
        }
        match made {
            None => self.constants.library(name),
            made => Val::thing(Thing::Library(name, made)),
        }
    }

    /// The value that a source row gives: an origin of its own, or the receiver's with the row's data type. `called` is
    /// the function whose result it is.
    pub(super) fn row_source(
        &mut self,
        row: &'k SourceRow,
        called: Option<Sym>,
        receiver: &V,
        at: ExprId,
    ) -> V {
        let span = self.span_of(at);
        let name = if row.attribute.is_empty() { &row.parameter } else { &row.attribute };
        let value = self.source_of_row(row, name, span, called, receiver);
        if row.instance.is_empty() {
            return value;
        }
        let instance = self.symbols.intern(&row.instance);
        Rc::new(Val { things: SmallVec::from_iter([Thing::Library(instance, None)]), ..(*value).clone() })
    }
}
