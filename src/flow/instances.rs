//! Instances. Comes in: a class of the plugin and the arguments of its constructor; goes out: an object with the fields that
//! `__init__`, the class body and declared fields (dataclasses, pydantic models) give it.

use std::rc::Rc;

use super::engine::Engine;
use super::value::{Arguments, Key, ObjectKind, Text, Thing, V, Val};
use crate::python::ir::{Arg, ClassId, ExprId, ExprKind, ModuleId, Sym};

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
            let (_, changed) = self.function(scope, receiver.as_ref(), captured, arguments, Some(at));
            if let Some((_, new)) = changed.into_iter().find(|(param, _)| *param == 0) {
                this = new;
            }
        } else {
            this = self.with_declared_fields(class, &this, arguments);
        }
        let post = self.words.post_init;
        if let Some(method) = self.class_attribute(class, Some(&this), post, at)
            && let Some(Thing::Function(scope, receiver, captured)) = method.things.first().cloned()
        {
            let (_, changed) = self.function(scope, receiver.as_ref(), captured, &Rc::default(), Some(at));
            if let Some((_, new)) = changed.into_iter().find(|(param, _)| *param == 0) {
                this = new;
            }
        }
        this
    }

    /// Fields of a dataclass or model: annotated names in order, by position or keyword, else their defaults.
    fn with_declared_fields(&mut self, class: ClassId, this: &V, arguments: &Arguments) -> V {
        let Some(object) = &this.object else { return this.clone() };
        let mut object = (**object).clone();
        let mut position = 0;
        let mut lineage = self.ancestors(class);
        lineage.reverse();
        for ancestor in lineage {
            let Some(row) = self.program.class(ancestor) else { continue };
            let module = row.module;
            for (name, default) in row.fields.clone() {
                let given = arguments.positional.get(position).or_else(|| arguments.keyword(name)).cloned();
                position += 1;
                let value = match (given, &arguments.double_star) {
                    (Some(given), _) => Some(given),
                    (None, Some(rest)) => {
                        let default = default.map(|default| self.field_default(module, default));
                        Some(self.field_of(rest, name, default.as_ref()))
                    }
                    (None, None) => default.map(|default| self.field_default(module, default)),
                };
                if let Some(value) = value {
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
                self.function(*scope, None, None, &Arguments::default(), Some(factory)).0
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
    fn field_of(&mut self, rest: &V, name: Sym, default: Option<&V>) -> V {
        let value = self.keyed_rest(rest, name);
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
