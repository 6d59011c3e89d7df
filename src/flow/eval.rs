//! Expressions. Comes in: expression ids; goes out: values. Reading a key or attribute extends the access path, so the
//! name of a field is known where it is decided what the data is.

use std::rc::Rc;

use smallvec::SmallVec;

use super::bounds::Bound;
use super::engine::{Engine, ModuleState};
use super::limits;
use super::value::{
    Arguments, Key, Object, ObjectKind, OriginId, Part, SourceKind, Template, Text, Thing, V, Val,
    add_origins, add_thing, all_origins, flat, join, one_of, shortened,
};
use crate::knowledge::rows::SourceRow;
use crate::python::ir::{ClassId, Clause, CompareOp, ExprId, ExprKind, Run, Sym};

impl<'k> Engine<'_, 'k> {
    /// Evaluates an expression.
    pub fn eval(&mut self, id: ExprId) -> V {
        if self.depth >= limits::EVAL_DEPTH || !self.step() {
            if self.depth >= limits::EVAL_DEPTH {
                self.hit(Bound::Nesting, Some(self.span_of(id)));
            }
            return self.unknown.clone();
        }
        self.depth += 1;
        let value = self.eval_kind(id);
        self.depth -= 1;
        value
    }

    #[allow(clippy::too_many_lines, reason = "one arm per form reads straight")]
    fn eval_kind(&mut self, id: ExprId) -> V {
        let program = self.program;
        match program.kind(id) {
            ExprKind::Name(name) => self.name(*name),
            ExprKind::Attribute(object, name) => {
                let value = self.eval(*object);
                self.read_attribute(&value, *name, id)
            }
            ExprKind::Index(object, index) => {
                let value = self.eval(*object);
                let key = self.eval(*index);
                self.read_index(&value, &key, id)
            }
            ExprKind::Slice(object) => {
                let value = self.eval(*object);
                self.sliced(&value)
            }
            ExprKind::Call(callee, args) => self.call(id, *callee, *args),
            ExprKind::Str(sym) => Val::literal(*sym),
            ExprKind::Number(sym) => Rc::new(Val { text: Text::Number(*sym), ..Val::default() }),
            ExprKind::Bool(truth) => Rc::new(Val { text: Text::Bool(*truth), ..Val::default() }),
            ExprKind::None => Rc::new(Val { text: Text::None, ..Val::default() }),
            ExprKind::Format(run) => self.format(*run),
            ExprKind::Dict(run) => self.dict(*run),
            ExprKind::List(run) => self.list(*run),
            ExprKind::Comprehension { key, element, clauses } => self.comprehension(*key, *element, *clauses),
            ExprKind::Lambda(scope) => Val::thing(Thing::Function(*scope, None, self.capture())),
            ExprKind::Or(a, b) => {
                let a = self.eval(*a);
                match self.truth(&a) {
                    Some(true) => a,
                    Some(false) => self.eval(*b),
                    None => {
                        let b = self.eval(*b);
                        self.either(&a, &b)
                    }
                }
            }
            ExprKind::And(a, b) => {
                let a = self.eval(*a);
                match self.truth(&a) {
                    Some(false) => a,
                    _ => self.eval(*b),
                }
            }
            ExprKind::Add(a, b) => {
                // Long sums lean left and are taken term by term.
                let (mut first, mut rest) = (*a, vec![*b]);
                while let ExprKind::Add(a, b) = program.kind(first) {
                    first = *a;
                    rest.push(*b);
                }
                let mut sum = self.eval(first);
                while let Some(term) = rest.pop() {
                    let term = self.eval(term);
                    sum = self.add(&sum, &term);
                }
                sum
            }
            ExprKind::Percent(a, b) => {
                let (a, b) = (self.eval(*a), self.eval(*b));
                self.percent(&a, &b)
            }
            ExprKind::Union(a, b) => {
                let (a, b) = (self.eval(*a), self.eval(*b));
                let merged = self.merge(&a, &b);
                self.copied(&merged)
            }
            ExprKind::Binary(a, b) => {
                let (a, b) = (self.eval(*a), self.eval(*b));
                self.slash(&a, &b)
            }
            ExprKind::Not(inner) => {
                let value = self.eval(*inner);
                let text = self.truth(&value).map_or(Text::Unknown, |truth| Text::Bool(!truth));
                Rc::new(Val { text, ..Val::default() })
            }
            ExprKind::Unary(inner) | ExprKind::Await(inner) => self.eval(*inner),
            ExprKind::Star(inner) => self.eval(*inner),
            ExprKind::Compare(run, CompareOp::Other | CompareOp::NotIn) => {
                for &operand in program.list(*run) {
                    self.eval(operand);
                }
                self.unknown.clone()
            }
            ExprKind::Compare(..) => match self.test(id) {
                Some(truth) => Rc::new(Val { text: Text::Bool(truth), ..Val::default() }),
                None => self.unknown.clone(),
            },
            ExprKind::Conditional { test, then, orelse } => match self.test(*test) {
                Some(true) => self.eval(*then),
                Some(false) => self.eval(*orelse),
                None => {
                    let (a, b) = (self.eval(*then), self.eval(*orelse));
                    join(&a, &b)
                }
            },
            ExprKind::Yield(value) => {
                let value = match value {
                    Some(value) => self.eval(*value),
                    None => self.unknown.clone(),
                };
                self.yielded(&value);
                self.unknown.clone()
            }
            ExprKind::YieldFrom(value) => {
                let value = self.eval(*value);
                let element = self.element(&value);
                self.yielded(&element);
                value
            }
            ExprKind::Walrus(target, value) => {
                let value = self.eval(*value);
                self.assign(*target, value.clone());
                value
            }
            ExprKind::Named(name, value) => {
                let value = self.eval(*value);
                let mut object = self.new_object(ObjectKind::Record);
                object.set(Key::Name(*name), value);
                Val::object(object)
            }
            ExprKind::Unknown(run) => {
                let mut origins = SmallVec::new();
                for &part in program.list(*run) {
                    let value = self.eval(part);
                    add_origins(&mut origins, &all_origins(&value));
                }
                Rc::new(Val { origins, ..Val::default() })
            }
        }
    }

    fn yielded(&mut self, value: &V) {
        if let Some(frame) = self.frame() {
            frame.yielded = Some(match &frame.yielded {
                Some(old) => join(old, value),
                None => value.clone(),
            });
        }
    }

    /// `a or b` where `a` may be false: a default stands beside what the user may give.
    fn either(&mut self, a: &V, b: &V) -> V {
        if a.text == Text::Unknown && matches!(b.text, Text::OneOf(_)) && !a.origins.is_empty() {
            let mut templates = self.templates(a);
            templates.extend(b.templates());
            let joined = join(a, b);
            return Rc::new(Val { text: one_of(templates), ..(*joined).clone() });
        }
        join(a, b)
    }

    fn name(&mut self, name: Sym) -> V {
        let program = self.program;
        let Some(frame) = self.frames.last() else { return self.unknown.clone() };
        let Some(scope) = program.scope(frame.scope) else { return self.unknown.clone() };
        if let Some(slot) = scope.slot(name)
            && let Some(value) = frame.env.get(slot)
        {
            return value.clone();
        }
        let module = frame.module;
        if let Some(value) = self.outer_name(name) {
            return value;
        }
        if let Some(value) = self.global(module, name) {
            return value;
        }
        if let Some(value) = self.facts.star_names.get(&(module, name)) {
            return value.clone();
        }
        // Bound here, but not on this path.
        if scope.slot(name).is_some() {
            return self.unknown.clone();
        }
        // Built-in names.
        Val::thing(Thing::Library(name, None))
    }

    /// A name of an enclosing function: from its active frame, else from what was captured. Class bodies are passed over:
    /// their functions do not see them.
    fn outer_name(&self, name: Sym) -> Option<V> {
        let frame = self.frames.last()?;
        let mut parent = self.program.scope(frame.scope)?.parent;
        let mut captured = frame.captured.as_ref();
        while let Some(id) = parent {
            let scope = self.program.scope(id)?;
            let function = matches!(
                scope.kind,
                crate::python::ir::ScopeKind::Function | crate::python::ir::ScopeKind::Lambda
            );
            if function {
                let kept = captured.filter(|captured| captured.scope == id);
                if let Some(slot) = scope.slot(name) {
                    let active = self.frames.iter().rev().find(|frame| frame.scope == id);
                    let value = active.and_then(|frame| frame.env.get(slot).cloned());
                    let value = value.or_else(|| kept.and_then(|kept| kept.slots.get(slot).cloned()));
                    if value.is_some() {
                        return value;
                    }
                }
                if kept.is_some() {
                    captured = captured.and_then(|captured| captured.outer.as_ref());
                }
            }
            parent = scope.parent;
        }
        None
    }

    fn global(&mut self, module: crate::python::ir::ModuleId, name: Sym) -> Option<V> {
        let body = self.program.module(module)?.body;
        let slot = self.program.scope(body)?.slot(name)?;
        if let Some(ModuleState::Done(env)) = self.modules.get(&module) {
            return self.module_value(module, env, name);
        }
        let frame = self.frames.iter().find(|frame| frame.scope == body)?;
        frame.env.get(slot).cloned()
    }

    // Reading.

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
        for thing in value.things.clone() {
            let found = self.thing_attribute(&thing, name, value, at);
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
                self.facts.read(extended, read);
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

    fn instance_attribute(&mut self, class: ClassId, receiver: &V, name: Sym, at: ExprId) -> Option<V> {
        if let Some(value) = self.class_attribute(class, Some(receiver), name, at) {
            return Some(value);
        }
        let mut found = None;
        for class in self.ancestors(class) {
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
        let text = Val::literal(name);
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

    fn bound(&mut self, value: V, class: ClassId, receiver: Option<&V>, at: ExprId) -> V {
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
        Rc::new(Val { things, ..(*value).clone() })
    }

    /// A class and its bases in the plugin, nearest first.
    pub(super) fn ancestors(&self, class: ClassId) -> SmallVec<[ClassId; 4]> {
        let mut out: SmallVec<[ClassId; 4]> = SmallVec::from_slice(&[class]);
        let mut at = 0;
        while let Some(&class) = out.get(at) {
            if let Some(data) = self.classes.get(&class) {
                for &base in &data.bases {
                    if !out.contains(&base) && out.len() < 32 {
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
            Thing::Function(..) | Thing::Partial(..) | Thing::More => self.unknown.clone(),
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
        Val::thing(Thing::Library(name, made))
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
        if constants.is_empty() || constants.len() > 4 {
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
        for thing in value.things.clone() {
            match &thing {
                Thing::Library(name, _) => {
                    let dotted = self.dot(*name, self.words.getitem);
                    if let Some(row) = self.rows(dotted).source {
                        let found = self.row_source(row, None, value, at);
                        out = join(&out, &found);
                    } else if out.things.is_empty() && !value.origins.is_empty() {
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
        out.unwrap_or_else(|| self.unknown.clone())
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
        out.unwrap_or_else(|| self.unknown.clone())
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
            ObjectKind::Dict => {
                Some(
                    object
                        .fields
                        .iter()
                        .map(|(key, _)| {
                            if let Key::Name(name) = key { Val::literal(*name) } else { self.unknown.clone() }
                        })
                        .collect(),
                )
            }
            _ => None,
        }
    }

    fn sliced(&mut self, value: &V) -> V {
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
            value.clone()
        } else {
            Rc::new(Val { text: Text::Unknown, ..(**value).clone() })
        }
    }

    // Building.

    fn dict(&mut self, run: Run) -> V {
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

    fn list(&mut self, run: Run) -> V {
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

    fn comprehension(&mut self, key: Option<ExprId>, element: ExprId, clauses: Run) -> V {
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

    fn clause(&mut self, clauses: &[Clause], key: Option<ExprId>, element: ExprId, object: &mut Object) {
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
                match self.known_elements(&iter) {
                    Some(elements) => {
                        for value in elements {
                            self.assign(*target, value);
                            self.clause(rest, key, element, object);
                        }
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

    // Text.

    /// The texts that a value may be; what the user or a service gives is a hole of its own kind.
    pub(super) fn templates(&mut self, value: &V) -> SmallVec<[Template; 4]> {
        match &value.text {
            Text::Unknown => SmallVec::from_iter([Template::from([self.hole(value)])]),
            _ => value.templates(),
        }
    }

    fn hole(&self, value: &V) -> Part {
        let mut hole = Part::Unknown;
        for &origin in &value.origins {
            match self.kind_of(origin) {
                Some(SourceKind::Response) => return Part::Response(origin),
                Some(SourceKind::Local) | None => {}
                Some(_) => hole = Part::User,
            }
        }
        hole
    }

    /// `a + b`.
    pub(super) fn add(&mut self, a: &V, b: &V) -> V {
        if let (Some(x), Some(y)) = (&a.object, &b.object)
            && x.kind == ObjectKind::List
            && y.kind == ObjectKind::List
        {
            let mut list = self.new_object(ObjectKind::List);
            let exact =
                x.rest.is_none() && y.rest.is_none() && x.fields.len() + y.fields.len() <= limits::UNROLL;
            for (index, held) in x.values().chain(y.values()).enumerate() {
                if exact {
                    list.set(Key::Index(u32::try_from(index).unwrap_or(u32::MAX)), held.clone());
                } else {
                    list.add_rest(held);
                }
            }
            let mut origins = a.origins.clone();
            add_origins(&mut origins, &b.origins);
            return Rc::new(Val { origins, object: Some(Rc::new(list)), ..Val::default() });
        }
        self.concat(&[a.clone(), b.clone()])
    }

    /// `a / b` keeps a path's text; other operations keep data only.
    fn slash(&mut self, a: &V, b: &V) -> V {
        if matches!(a.text, Text::OneOf(_)) && matches!(b.text, Text::OneOf(_)) && a.object.is_none() {
            let slash = self.literal("/");
            return self.concat(&[a.clone(), slash, b.clone()]);
        }
        let joined = join(&flat(a), &flat(b));
        Rc::new(Val { text: Text::Unknown, things: SmallVec::new(), ..(*joined).clone() })
    }

    fn format(&mut self, run: Run) -> V {
        let parts: SmallVec<[V; 8]> = self.program.list(run).iter().map(|&part| self.eval(part)).collect();
        self.concat(&parts)
    }

    /// The parts one after the other.
    pub(super) fn concat(&mut self, parts: &[V]) -> V {
        let mut origins = SmallVec::new();
        let mut texts: SmallVec<[Vec<Part>; 4]> = SmallVec::from_iter([Vec::new()]);
        for part in parts {
            add_origins(&mut origins, &all_origins(part));
            let mut templates = if part.object.is_some() {
                SmallVec::from_iter([Template::from([self.hole(&flat(part))])])
            } else {
                self.templates(part)
            };
            // Too many to tell apart: this part stays open, what stands before it is known.
            let product = texts.len() * templates.len();
            if product > limits::TEXTS && texts.iter().all(|text| self.names_host(text))
                || product > limits::TEXTS * limits::TEXTS
            {
                templates = SmallVec::from_iter([Template::from([self.hole(part)])]);
            }
            let mut next = SmallVec::new();
            for text in &texts {
                for template in &templates {
                    let mut longer = text.clone();
                    for &part in template.iter() {
                        self.push_part(&mut longer, part);
                    }
                    next.push(longer);
                }
            }
            texts = if next.len() > limits::TEXTS {
                shortened(next.into_iter().map(Template::from).collect())
                    .iter()
                    .map(|text| text.to_vec())
                    .collect()
            } else {
                next
            };
        }
        let text = one_of(texts.into_iter().map(Template::from).collect());
        Rc::new(Val { origins, text, ..Val::default() })
    }

    /// Whether a text begins with a whole host: `https://example.com/`.
    fn names_host(&self, text: &[Part]) -> bool {
        let Some(Part::Literal(first)) = text.first() else { return false };
        self.symbols.text(*first).split_once("://").is_some_and(|(_, rest)| rest.contains('/'))
    }

    fn push_part(&mut self, text: &mut Vec<Part>, part: Part) {
        if text.len() >= limits::PARTS {
            return;
        }
        match (text.last(), part) {
            (Some(Part::Literal(a)), Part::Literal(b)) => {
                let a = self.symbols.text(*a);
                if a.len() > 2_000 {
                    return;
                }
                let joined = format!("{a}{}", self.symbols.text(b));
                let joined = self.symbols.intern(&joined);
                text.pop();
                text.push(Part::Literal(joined));
            }
            (Some(last), part) if *last == part && part == Part::Unknown => {}
            _ => text.push(part),
        }
    }

    /// `"…%s…" % values`.
    fn percent(&mut self, a: &V, b: &V) -> V {
        let Some(pattern) = a.constant() else {
            return self.concat(&[a.clone(), flat(b)]);
        };
        let pattern = self.symbols.text(pattern).to_owned();
        let values: Vec<V> = match (&b.object, self.known_elements(b)) {
            (Some(object), Some(elements)) if object.kind == ObjectKind::List => elements,
            _ => vec![b.clone()],
        };
        let mut values = values.into_iter();
        let mut named = false;
        let mut parts: Vec<V> = Vec::new();
        let mut rest = pattern.as_str();
        while let Some((before, after)) = rest.split_once('%') {
            parts.push(self.literal(before));
            if let Some(after) = after.strip_prefix('%') {
                parts.push(self.literal("%"));
                rest = after;
                continue;
            }
            if let Some((name, after)) = after.strip_prefix('(').and_then(|after| after.split_once(')')) {
                named = true;
                let key = self.symbols.intern(name);
                let value = b.object.as_ref().and_then(|object| object.get(Key::Name(key)).cloned());
                parts.push(value.unwrap_or_else(|| self.unknown.clone()));
                rest = after.trim_start_matches(|c: char| c.is_ascii_digit() || ".-+# ".contains(c));
            } else {
                parts.push(values.next().unwrap_or_else(|| self.unknown.clone()));
                rest = after.trim_start_matches(|c: char| c.is_ascii_digit() || ".-+# ".contains(c));
            }
            let mut chars = rest.chars();
            chars.next();
            rest = chars.as_str();
        }
        parts.push(self.literal(rest));
        if !named {
            parts.extend(values);
        }
        self.concat(&parts)
    }

    pub(super) fn literal(&mut self, text: &str) -> V {
        let sym = self.symbols.intern(text);
        Val::literal(sym)
    }

    /// `pattern.format(…)`.
    pub(super) fn format_method(&mut self, pattern: &V, arguments: &Arguments) -> V {
        let mut values: Vec<V> = arguments.all().cloned().collect();
        let Some(text) = pattern.constant() else {
            values.insert(0, pattern.clone());
            return self.concat(&values);
        };
        let text = self.symbols.text(text).to_owned();
        let mut parts = Vec::new();
        let mut rest = text.as_str();
        let mut next = 0;
        while let Some((before, after)) = rest.split_once('{') {
            parts.push(self.literal(before));
            let Some((field, after)) = after.split_once('}') else { break };
            rest = after;
            let name = field.split(['!', ':', '.', '[']).next().unwrap_or("");
            let value = if name.is_empty() {
                next += 1;
                arguments.positional.get(next - 1).cloned()
            } else if let Ok(index) = name.parse::<usize>() {
                arguments.positional.get(index).cloned()
            } else {
                let name = self.symbols.intern(name);
                arguments.keyword(name).cloned()
            };
            parts.push(
                value.or_else(|| arguments.double_star.clone()).unwrap_or_else(|| self.unknown.clone()),
            );
        }
        parts.push(self.literal(rest));
        self.concat(&parts)
    }

    // Writing.

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

    fn unpack(&mut self, run: Run, value: &V) {
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
        match self.instance_fields.get_mut(&(class, name)) {
            Some(old) => *old = join(old, &value),
            None => {
                self.instance_fields.insert((class, name), value);
            }
        }
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
