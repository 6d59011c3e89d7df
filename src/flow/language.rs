//! What Python itself offers beyond its syntax: attributes by computed names, imports by name, getters, copies of models.
//! Comes in: evaluated arguments; goes out: values. Apart from `calls.rs` for size alone.

use std::rc::Rc;

use smallvec::SmallVec;

use super::engine::Engine;
use super::own::Invoked;
use super::value::{Arguments, Key, ObjectKind, OriginId, SourceKind, Thing, V, Val, join, one_of};
use crate::python::ir::{ClassId, CompareOp, ExprId, ExprKind, Sym};

/// Functions of the language's own modules that the interpreter runs.
pub(super) const LANGUAGE: [&str; 8] = [
    "copy.replace",
    "dataclasses.replace",
    "functools.partial",
    "importlib.import_module",
    "operator.attrgetter",
    "operator.itemgetter",
    "operator.methodcaller",
    "typing.cast",
];

impl Engine<'_, '_> {
    /// `importlib.import_module("a.b")`: the module of the plugin or of a library.
    pub(super) fn imported(&mut self, path: &V, arguments: &Arguments) -> Option<V> {
        let path = self.symbols.text(path.constant()?).to_owned();
        let level = path.bytes().take_while(|&byte| byte == b'.').count();
        let package = arguments.positional.get(1).and_then(|package| package.constant());
        let (module, level) = match (level, package) {
            (0, _) => (path.clone(), 0),
            // Relative to a package that is named: from there on it is absolute.
            (1, Some(package)) => {
                (format!("{}.{}", self.symbols.text(package), path.trim_start_matches('.')), 0)
            }
            _ => (path.trim_start_matches('.').to_owned(), level),
        };
        let from = self.module_now();
        if let Some(id) = self.program.resolve(from, &module, u32::try_from(level).unwrap_or(u32::MAX)) {
            self.module(id);
            return Some(Val::thing(Thing::Module(id)));
        }
        let module = self.symbols.intern(&module);
        Some(Val::thing(Thing::Library(module, None)))
    }

    /// An attribute whose name is not known: whatever the value holds; of a library, any of its members.
    pub(super) fn any_attribute(&mut self, value: &V, at: ExprId) -> V {
        let mut out = self.any_value(value);
        let classes: SmallVec<[_; 2]> = value
            .object
            .iter()
            .filter_map(|object| match object.kind {
                ObjectKind::Instance(class) => Some(class),
                _ => None,
            })
            .collect();
        for class in classes {
            let found = self.any_method(class, value, at);
            out = join(&out, &found);
        }
        for thing in value.things.clone() {
            if let Thing::Library(name, made) = thing {
                let any = self.words.any;
                let member = Val::thing(Thing::Library(self.dot(name, any), made));
                out = join(&out, &member);
            }
        }
        out
    }

    /// Every method of a class of the plugin, bound.
    fn any_method(&mut self, class: ClassId, receiver: &V, at: ExprId) -> V {
        let mut names: Vec<Sym> = Vec::new();
        for ancestor in self.ancestors(class) {
            let methods =
                self.program.class(ancestor).map(|class| class.methods.as_slice()).unwrap_or_default();
            names.extend(methods.iter().map(|(name, _)| *name));
        }
        names.retain(|&name| !self.symbols.text(name).starts_with("__"));
        let mut out = self.unknown.clone();
        for name in names {
            if let Some(method) = self.class_attribute(class, Some(receiver), name, at) {
                out = join(&out, &method);
            }
        }
        out
    }

    /// Whether a partial is `itemgetter` and its kin, called with what is to be read.
    pub(super) fn is_getter(&self, target: &V) -> bool {
        matches!(target.things.as_slice(), [Thing::Library(name, None)]
            if self.symbols.text(*name).starts_with("operator."))
    }

    /// `itemgetter("k")(value)`, `attrgetter("a.b")(value)`, `methodcaller("m", x)(value)`.
    pub(super) fn got(&mut self, target: &V, keys: &Arguments, given: &Arguments, at: ExprId) -> V {
        let [Thing::Library(name, _)] = target.things.as_slice() else { return self.unknown.clone() };
        let Some(value) = given.positional.first().cloned() else { return self.unknown.clone() };
        let name = self.symbols.text(*name).to_owned();
        if name.ends_with("methodcaller") {
            let Some((method, rest)) = keys.positional.split_first() else { return self.unknown.clone() };
            let Some(method) = method.constant() else { return self.unknown.clone() };
            let method = self.read_attribute(&value, method, at);
            let arguments = Arguments { positional: rest.to_vec(), ..keys.clone() };
            return self.call_value(&method, &Rc::new(arguments), at);
        }
        let items = name.ends_with("itemgetter");
        let mut read: Vec<V> = Vec::new();
        for key in &keys.positional {
            read.push(if items {
                self.read_index(&value, key, at)
            } else {
                self.dotted_attribute(&value, key, at)
            });
        }
        if let [only] = read.as_slice() {
            return only.clone();
        }
        let mut list = self.new_object(ObjectKind::List);
        for (index, value) in read.into_iter().enumerate() {
            list.set(Key::Index(u32::try_from(index).unwrap_or(u32::MAX)), value);
        }
        Val::object(list)
    }

    fn dotted_attribute(&mut self, value: &V, path: &V, at: ExprId) -> V {
        let Some(path) = path.constant() else { return self.any_value(value) };
        let path = self.symbols.text(path).to_owned();
        let mut value = value.clone();
        for name in path.split('.') {
            if !self.step() {
                break;
            }
            let name = self.symbols.intern(name);
            value = self.read_attribute(&value, name, at);
        }
        value
    }

    /// `model_dump(include=…, exclude=…)`: the fields that are named, or all but these.
    pub(super) fn filtered(&mut self, value: V, arguments: &Arguments) -> V {
        let Some(object) = &value.object else { return value };
        let mut object = (**object).clone();
        for (keep, word) in [(true, "include"), (false, "exclude")] {
            let Some(names) = self.symbols.get(word).and_then(|word| arguments.keyword(word)).cloned() else {
                continue;
            };
            let Some(names) = self.known_elements(&names) else { continue };
            let names: Vec<Sym> = names.iter().filter_map(|name| name.constant()).collect();
            object.fields.retain(|(key, _)| match key {
                Key::Name(name) => names.contains(name) == keep,
                Key::Index(_) => true,
            });
        }
        Rc::new(Val { object: Some(Rc::new(object)), ..(*value).clone() })
    }

    /// `text.lower()` and `text.upper()` of constants.
    pub(super) fn recased(&mut self, value: &V, upper: bool) -> V {
        let mut templates = SmallVec::new();
        for constant in value.constants() {
            let text = self.symbols.text(constant);
            let text = if upper { text.to_uppercase() } else { text.to_lowercase() };
            templates.extend(self.literal(&text).templates());
        }
        Rc::new(Val { origins: value.origins.clone(), text: one_of(templates), ..Val::default() })
    }

    /// The method behind the assignment or deletion of a property.
    pub(super) fn accessor(&self, class: ClassId, name: Sym, word: Sym) -> Option<V> {
        self.ancestors(class)
            .iter()
            .find_map(|ancestor| self.classes.get(ancestor)?.accessors.get(&(name, word)).cloned())
    }

    /// Calls a method that Python calls for an assignment; what it changes in the object is put back.
    pub(super) fn changed_by(&mut self, method: &V, this: &V, given: &[V], place: ExprId, at: ExprId) {
        for thing in method.things.clone() {
            let Thing::Function(scope, _, captured) = thing else { continue };
            let arguments = Arguments { positional: given.to_vec(), ..Arguments::default() };
            let (_, changed) = self.function(Invoked {
                function: scope,
                receiver: Some(this),
                captured,
                arguments: &arguments,
                site: Some(at),
            });
            if let Some((_, new)) = changed.into_iter().find(|(param, _)| *param == 0) {
                self.replace(place, this, new);
            }
        }
    }

    /// A condition of a comprehension over the items of a whole map, `key != "a"` or `key not in ("a", "b")`: the item's
    /// value is none of these.
    pub(super) fn leave_out(&mut self, test: ExprId) {
        let program = self.program;
        let (run, several) = match program.kind(test) {
            ExprKind::And(a, b) => {
                self.leave_out(*a);
                self.leave_out(*b);
                return;
            }
            ExprKind::Compare(run, CompareOp::NotEqual) => (*run, false),
            ExprKind::Compare(run, CompareOp::NotIn) => (*run, true),
            _ => return,
        };
        let [key, left_out] = *program.list(run) else { return };
        if !matches!(program.kind(key), ExprKind::Name(_)) || !self.eval(key).is_unknown() {
            return;
        }
        let left_out = self.eval(left_out);
        let names: Vec<Sym> = if several {
            let Some(names) = self.known_elements(&left_out) else { return };
            names.iter().filter_map(|name| name.constant()).collect()
        } else {
            left_out.constants().into_iter().collect()
        };
        let items: Vec<(usize, V)> = self.frames.last().map_or_else(Vec::new, |frame| {
            let items = frame.env.iter().enumerate();
            items
                .filter_map(|(slot, value)| Some((slot, value?.clone())))
                .filter(|(_, value)| self.is_item(value))
                .collect()
        });
        for (slot, value) in items {
            let mut object = self.new_object(ObjectKind::Dict);
            if let Some(old) = &value.object {
                object.without.clone_from(&old.without);
            }
            for &name in &names {
                object.exclude(name);
            }
            let value = Rc::new(Val { object: Some(Rc::new(object)), ..(*value).clone() });
            if let Some(frame) = self.frames.last_mut() {
                frame.env.set(slot, value);
            }
        }
    }

    /// Whether a value is any item of a whole map of parameters.
    fn is_item(&self, value: &V) -> bool {
        let item = |id: &OriginId| {
            let Some(origin) = self.origins.get(id.0 as usize) else { return false };
            let source = self.sources.get(origin.source as usize);
            origin.path.as_slice() == [self.words.star]
                && source.is_some_and(|source| source.kind == SourceKind::Parameters)
        };
        !value.origins.is_empty() && value.origins.iter().all(item)
    }
}
