//! Instances. Comes in: a class of the plugin and the arguments of its constructor; goes out: an object with the fields that
//! `__init__`, the class body and declared fields (dataclasses, pydantic models) give it.

use std::rc::Rc;

use super::engine::Engine;
use super::limits;
use super::own::Invoked;
use super::value::{Arguments, Key, ObjectKind, SourceKind, Text, Thing, V, Val};
use crate::python::ir::{Arg, ClassId, ExprId, ExprKind, Field, ModuleId, Sym};

/// The call that makes an instance, and the classes whose fields are being filled by it.
struct Around {
    at: ExprId,
    classes: Vec<ClassId>,
}

/// Names of annotations of which each element is what stands in their brackets.
const LISTS: [&str; 8] = ["list", "List", "Sequence", "Iterable", "tuple", "Tuple", "set", "Set"];

impl Engine<'_, '_> {
    pub(super) fn instantiate(&mut self, class: ClassId, arguments: &Rc<Arguments>, at: ExprId) -> V {
        // A class defined in a module that is still being read.
        if !self.classes.contains_key(&class)
            && let Some(module) = self.program.class(class).map(|class| class.module)
            && !self.modules.contains_key(&module)
        {
            self.module(module);
        }
        let object = self.new_object(ObjectKind::Instance(class));
        let mut this = Val::object(object);
        let new = self.words.new;
        if let Some(made) = self.class_attribute(class, None, new, at) {
            let mut given = (**arguments).clone();
            given.positional.insert(0, Val::thing(Thing::Class(class)));
            let made = self.call_value(&made, &Rc::new(given), at);
            if made.object.as_ref().is_some_and(|object| object.kind == ObjectKind::Instance(class)) {
                this = made;
            }
        }
        let init = self.words.init;
        if let Some(method) = self.class_attribute(class, Some(&this), init, at)
            && let Some(Thing::Function(scope, receiver, captured)) = method.things.first().cloned()
        {
            let (_, changed) = self.function(Invoked {
                function: scope,
                receiver: receiver.as_ref(),
                captured,
                arguments,
                site: Some(at),
            });
            if let Some((_, new)) = changed.into_iter().find(|(param, _)| *param == 0) {
                this = new;
            }
        } else {
            this =
                self.with_declared_fields(class, &this, arguments, &mut Around { at, classes: Vec::new() });
        }
        let post = self.words.post_init;
        if let Some(method) = self.class_attribute(class, Some(&this), post, at)
            && let Some(Thing::Function(scope, receiver, captured)) = method.things.first().cloned()
        {
            let (_, changed) = self.function(Invoked {
                function: scope,
                receiver: receiver.as_ref(),
                captured,
                arguments: &Rc::default(),
                site: Some(at),
            });
            if let Some((_, new)) = changed.into_iter().find(|(param, _)| *param == 0) {
                this = new;
            }
        }
        this
    }

    /// Fields of a dataclass or model: annotated names in order, by position or keyword, else their defaults.
    fn with_declared_fields(
        &mut self,
        class: ClassId,
        this: &V,
        arguments: &Arguments,
        around: &mut Around,
    ) -> V {
        let Some(object) = &this.object else { return this.clone() };
        let mut object = (**object).clone();
        let mut position = 0;
        let mut lineage = self.ancestors(class);
        lineage.reverse();
        for ancestor in lineage {
            let Some(row) = self.program.class(ancestor) else { continue };
            let module = row.module;
            for Field { name, annotation, default } in row.fields.clone() {
                let key = self.alias_of(default).unwrap_or(name);
                let named = || arguments.keyword(name).or_else(|| arguments.keyword(key));
                let given = arguments.positional.get(position).or_else(named).cloned();
                position += 1;
                let value = match (given, &arguments.double_star) {
                    (Some(given), _) => Some(given),
                    (None, Some(rest)) => {
                        let default = default.map(|default| self.field_default(module, default));
                        Some(self.field_of(rest, key, default.as_ref(), around.at))
                    }
                    (None, None) => default.map(|default| self.field_default(module, default)),
                };
                if let Some(value) = value {
                    around.classes.push(class);
                    let value = self.as_declared(module, annotation, value, around);
                    around.classes.pop();
                    object.set(Key::Name(name), value);
                }
            }
        }
        for (name, value) in &arguments.keywords {
            if object.get(Key::Name(*name)).is_none() {
                object.set(Key::Name(*name), value.clone());
            }
        }
        for value in arguments.positional.iter().skip(position) {
            object.add_rest(value);
        }
        Rc::new(Val { object: Some(Rc::new(object)), ..(**this).clone() })
    }

    /// The name under which a field is given: `Field(alias="From")`.
    fn alias_of(&mut self, default: Option<ExprId>) -> Option<Sym> {
        let program = self.program;
        let ExprKind::Call(_, args) = program.kind(default?) else { return None };
        program.args(*args).iter().find_map(|arg| match arg {
            Arg::Keyword(name, alias) if matches!(self.symbols.text(*name), "alias" | "validation_alias") => {
                self.eval(*alias).constant()
            }
            _ => None,
        })
    }

    /// What came in from outside, as the instance that its field is declared to hold.
    fn as_declared(&mut self, module: ModuleId, annotation: ExprId, value: V, around: &mut Around) -> V {
        if value.object.is_some() || value.origins.is_empty() || !value.things.is_empty() {
            return value;
        }
        let instance = self.annotated_in(module, annotation);
        let Some(ObjectKind::Instance(class)) = instance.object.as_ref().map(|object| object.kind) else {
            return value;
        };
        let declared = self.program.class(class).is_some_and(|row| !row.fields.is_empty());
        if !declared
            || around.classes.contains(&class)
            || around.classes.len() >= usize::from(limits::VALUE_DEPTH)
        {
            return value;
        }
        let many = matches!(self.program.kind(annotation), ExprKind::Index(outer, _)
            if self.annotated_name(*outer).is_some_and(|name| LISTS.contains(&name)));
        let given = if many { self.any_value(&value) } else { value };
        let arguments = Arguments { double_star: Some(given), ..Arguments::default() };
        let filled = self.with_declared_fields(class, &instance, &arguments, around);
        if !many {
            return filled;
        }
        let mut list = self.new_object(ObjectKind::List);
        list.add_rest(&filled);
        Val::object(list)
    }

    /// The last name of an annotation.
    fn annotated_name(&self, annotation: ExprId) -> Option<&str> {
        match self.program.kind(annotation) {
            ExprKind::Name(name) | ExprKind::Attribute(_, name) => Some(self.symbols.text(*name)),
            _ => None,
        }
    }

    /// The default of a declared field of a class in `module`: a constant or a name, what `field(default=…)`,
    /// `Field(default_factory=…)` say, or what a call without arguments makes.
    fn field_default(&mut self, module: ModuleId, expr: ExprId) -> V {
        let program = self.program;
        let ExprKind::Call(callee, args) = program.kind(expr) else {
            return self.default_in(module, expr);
        };
        for arg in program.args(*args) {
            match arg {
                Arg::Positional(default) => return self.default_in(module, *default),
                Arg::Keyword(name, default) if self.symbols.text(*name) == "default" => {
                    return self.default_in(module, *default);
                }
                Arg::Keyword(name, factory) if self.symbols.text(*name) == "default_factory" => {
                    return self.factory_result(module, *factory);
                }
                _ => {}
            }
        }
        if program.args(*args).is_empty() {
            return self.factory_result(module, *callee);
        }
        self.unknown.clone()
    }

    fn factory_result(&mut self, module: ModuleId, factory: ExprId) -> V {
        match self.program.kind(factory) {
            ExprKind::Lambda(scope) => {
                self.function(Invoked {
                    function: *scope,
                    receiver: None,
                    captured: None,
                    arguments: &Arguments::default(),
                    site: Some(factory),
                })
                .0
            }
            ExprKind::Name(name) => {
                let mut function = self.module_name(module, *name);
                if function.is_unknown() {
                    function = self.eval(factory);
                }
                self.call_value(&function, &Rc::default(), factory)
            }
            _ => self.unknown.clone(),
        }
    }

    /// A declared field filled from a dict whose keys are unknown: what the dict has under its name, else its default.
    fn field_of(&mut self, rest: &V, name: Sym, default: Option<&V>, at: ExprId) -> V {
        let value = self.keyed_rest(rest, name);
        for &origin in &value.origins {
            // What is passed on within the plugin was read where it came in.
            let answered = matches!(
                self.kind_of(origin),
                Some(SourceKind::Response | SourceKind::Request | SourceKind::Payload)
            );
            if answered {
                let read = self.read_at(self.span_of(at), None);
                self.note_read(origin, read);
            }
        }
        match default.filter(|default| !matches!(default.text, Text::None)) {
            Some(default) => self.or_default(&value, default),
            None => value,
        }
    }

    /// A constant, or a name of the module that it stands in.
    pub(super) fn default_in(&mut self, module: ModuleId, expr: ExprId) -> V {
        match self.program.kind(expr) {
            ExprKind::Str(_)
            | ExprKind::Number(_)
            | ExprKind::Bool(_)
            | ExprKind::None
            | ExprKind::Dict(_)
            | ExprKind::List(_) => self.eval(expr),
            ExprKind::Name(name) => self.module_name(module, *name),
            _ => self.unknown.clone(),
        }
    }
}
