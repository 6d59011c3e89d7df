//! Calls. Comes in: a call expression; goes out: its value, and facts where a table row says that data leaves or comes
//! in. Functions of the plugin are analysed under their arguments; what Python itself offers (built-in functions, the
//! methods of dicts, lists and strings) is known here because it is language, not library.

use std::rc::Rc;

use smallvec::SmallVec;

use super::bounds::Bound;
use super::engine::{Chain, Engine, Memo, ModuleState, Summary, fingerprint};
use super::language::LANGUAGE;
use super::limits;
use super::own::Outcome;
use super::value::{
    Arguments, Captured, Key, Made, ObjectKind, SourceKind, Text, Thing, V, Val, add_origins, all_origins,
    flat, join,
};
use crate::knowledge::rows::SummaryRow;
use crate::python::ir::{Arg, ClassId, ExprId, ExprKind, ModuleId, Param, ParamKind, Run, ScopeId, Sym};

/// A call's arguments: evaluated, and as expressions for what is changed in place.
pub(super) struct Call {
    pub(super) at: ExprId,
    pub(super) arguments: Rc<Arguments>,
    pub(super) exprs: SmallVec<[Arg; 8]>,
}

impl Engine<'_, '_> {
    /// Evaluates a call.
    pub(super) fn call(&mut self, at: ExprId, callee: ExprId, args: Run) -> V {
        let program = self.program;
        let exprs: SmallVec<[Arg; 8]> = SmallVec::from_slice(program.args(args));
        if let ExprKind::Attribute(object, name) = program.kind(callee) {
            let receiver = self.eval(*object);
            let arguments = self.arguments(&exprs);
            let call = Call { at, arguments, exprs };
            return self.method_call(&receiver, *object, *name, &call);
        }
        let target = self.eval(callee);
        let arguments = self.arguments(&exprs);
        let call = Call { at, arguments, exprs };
        if target.things.is_empty() {
            return match self.instance_call(&target, &call) {
                Some(value) => value,
                None => self.through(&target, &call.arguments),
            };
        }
        let mut out: Option<V> = None;
        for thing in target.things.clone() {
            let value = self.dispatch(&thing, &call, &target);
            out = Some(out.map_or_else(|| value.clone(), |old| join(&old, &value)));
        }
        out.unwrap_or_else(|| self.unknown.clone())
    }

    /// `instance(…)` by `__call__`.
    fn instance_call(&mut self, target: &V, call: &Call) -> Option<V> {
        let object = target.object.as_ref()?;
        let ObjectKind::Instance(class) = object.kind else { return None };
        let name = self.words.call;
        let method = self.class_attribute(class, Some(target), name, call.at)?;
        let thing = method.things.first().cloned()?;
        Some(self.dispatch(&thing, call, &method))
    }

    fn arguments(&mut self, exprs: &[Arg]) -> Rc<Arguments> {
        let mut out = Arguments::default();
        for arg in exprs {
            let value = self.eval(arg.expr());
            match arg {
                Arg::Positional(_) if out.star.is_none() => out.positional.push(value),
                Arg::Positional(_) => out.star = out.star.map(|old| join(&old, &value)),
                Arg::Keyword(name, _) => out.keywords.push((*name, value)),
                Arg::Star(_) => match self.known_elements(&value) {
                    Some(elements) if out.star.is_none() => out.positional.extend(elements),
                    _ => {
                        let element = self.element(&value);
                        out.star = Some(out.star.map_or(element.clone(), |old| join(&old, &element)));
                    }
                },
                Arg::DoubleStar(_) => self.spread_keywords(&mut out, &value),
            }
        }
        Rc::new(out)
    }

    fn spread_keywords(&mut self, out: &mut Arguments, value: &V) {
        let mut rest: Option<V> = None;
        if let Some(object) = &value.object {
            for (key, held) in &object.fields {
                if let Key::Name(name) = key {
                    out.keywords.push((*name, held.clone()));
                }
            }
            rest.clone_from(&object.rest);
        }
        if !value.origins.is_empty() {
            let whole = Rc::new(Val { origins: value.origins.clone(), ..Val::default() });
            rest = Some(rest.map_or(whole.clone(), |old| join(&old, &whole)));
        }
        if let Some(rest) = rest {
            out.double_star = Some(out.double_star.take().map_or(rest.clone(), |old| join(&old, &rest)));
        }
    }

    /// What a call of something unknown gives: all that went in.
    pub(super) fn through(&mut self, receiver: &V, arguments: &Arguments) -> V {
        let mut origins = all_origins(receiver);
        for value in arguments.all() {
            add_origins(&mut origins, &all_origins(value));
        }
        if origins.is_empty() { self.unknown.clone() } else { Rc::new(Val { origins, ..Val::default() }) }
    }

    fn method_call(&mut self, receiver: &V, place: ExprId, name: Sym, call: &Call) -> V {
        // A method of a class of the plugin.
        if let Some(ObjectKind::Instance(class)) = receiver.object.as_ref().map(|object| object.kind) {
            let field = receiver.object.as_ref().and_then(|object| object.get(Key::Name(name)).cloned());
            let target = match field {
                Some(field) => Some(field),
                None => self.class_attribute(class, Some(receiver), name, call.at),
            };
            if let Some(target) = &target
                && !target.things.is_empty()
            {
                let mut out: Option<V> = None;
                for thing in target.things.clone() {
                    let value = self.dispatch_at(&thing, call, target, Some((place, receiver)));
                    out = Some(out.map_or_else(|| value.clone(), |old| join(&old, &value)));
                }
                return out.unwrap_or_else(|| self.unknown.clone());
            }
            let getattr = self.words.getattr;
            // Copies of models are made field by field.
            let model =
                matches!(self.symbols.text(name), "model_dump" | "model_copy" | "dict" | "copy" | "_asdict");
            if model && target.is_none() {
                return self.data_method(receiver, place, name, call);
            }
            if !self.library_bases(class).is_empty()
                || self.instance_fields.contains_key(&(class, name))
                || self.class_attribute(class, None, getattr, call.at).is_some()
            {
                let target = self.read_attribute(receiver, name, call.at);
                let mut out: Option<V> = None;
                for thing in target.things.clone() {
                    let value = self.dispatch_at(&thing, call, &target, Some((place, receiver)));
                    out = Some(out.map_or_else(|| value.clone(), |old| join(&old, &value)));
                }
                if let Some(out) = out {
                    return out;
                }
            }
        }
        let mut out: Option<V> = None;
        for thing in receiver.things.clone() {
            let value = self.thing_method(&thing, receiver, place, name, call);
            if let Some(value) = value {
                out = Some(out.map_or_else(|| value.clone(), |old| join(&old, &value)));
            }
        }
        let buffer = receiver.object.as_ref().is_some_and(|object| object.kind == ObjectKind::Buffer);
        if let Some(out) = &out
            && buffer
        {
            return out.clone();
        }
        let data =
            receiver.object.is_some() || !receiver.origins.is_empty() || receiver.text != Text::Unknown;
        if out.is_none() || (data && receiver.object.is_some()) {
            let value = self.data_method(receiver, place, name, call);
            out = Some(out.map_or_else(|| value.clone(), |old| join(&old, &value)));
        }
        out.unwrap_or_else(|| self.unknown.clone())
    }

    /// Whether a method is one of what another call returned (`client.search(…).get(…)`), not of the client.
    fn is_of_response(&self, receiver: &V, method: Sym) -> bool {
        let method = self.symbols.text(method);
        receiver.origins.iter().any(|origin| {
            let origin = self.origins.get(origin.0 as usize);
            let source = origin.and_then(|origin| self.sources.get(origin.source as usize));
            source.filter(|source| source.kind == SourceKind::Response).is_some_and(|source| {
                method.strip_prefix(self.symbols.text(source.name)).is_some_and(|rest| rest.starts_with('.'))
            })
        })
    }

    /// A method of a module, class or library object; `None` leaves it to the methods of data.
    fn thing_method(
        &mut self,
        thing: &Thing,
        receiver: &V,
        place: ExprId,
        name: Sym,
        call: &Call,
    ) -> Option<V> {
        if let Thing::Library(library, made) = thing {
            let dotted = self.dot(*library, name);
            if self.rows(dotted).catch_all && self.is_of_response(receiver, dotted) {
                return None;
            }
            if LANGUAGE.contains(&self.symbols.text(dotted))
                && let Some(value) = self.builtin(dotted, call)
            {
                return Some(value);
            }
            if self.keeps(receiver, place, *library, call) {
                return Some(self.unknown.clone());
            }
            if self.rows(dotted).is_empty()
                && let Some(taken) = self.taken(receiver, call)
            {
                return Some(taken);
            }
            let known =
                !self.rows(dotted).is_empty() || self.models.attribute(self.symbols.text(dotted)).is_some();
            if !known
                && (!receiver.origins.is_empty() || receiver.object.is_some())
                && self.is_data_method(name)
            {
                return None;
            }
            let value = self.library_call(dotted, made.clone(), call, receiver);
            let rows = self.rows(dotted);
            if rows.is_empty() {
                self.fill(receiver, place, call);
            } else if let Some(row) = rows.summary.filter(|row| !row.sets.is_empty()) {
                self.set_attributes(row, receiver, place, &call.arguments);
            }
            return Some(value);
        }
        let bare = Rc::new(Val { things: SmallVec::from_iter([thing.clone()]), ..Val::default() });
        let target = self.read_attribute(&bare, name, call.at);
        if let Thing::Super(_, this) = thing
            && name == self.words.init
        {
            self.keep_in_self(this, &call.arguments);
        }
        if matches!(thing, Thing::Super(..)) && name == self.words.new {
            let class = call.arguments.positional.first()?.things.first()?;
            let Thing::Class(class) = class else { return None };
            let object = self.new_object(ObjectKind::Instance(*class));
            return Some(Val::object(object));
        }
        if target.things.is_empty() {
            return Some(self.through(&target, &call.arguments));
        }
        let mut out: Option<V> = None;
        for thing in target.things.clone() {
            let value = self.dispatch_at(&thing, call, &target, Some((place, receiver)));
            out = Some(out.map_or_else(|| value.clone(), |old| join(&old, &value)));
        }
        out
    }

    /// A method that no row knows, called for its effect alone: what it is given stays in its object.
    fn fill(&mut self, receiver: &V, place: ExprId, call: &Call) {
        let site = self.span_of(call.at);
        if !self.facts.discarded.contains(&site) {
            return;
        }
        let mut origins = receiver.origins.clone();
        for value in call.arguments.all() {
            add_origins(&mut origins, &all_origins(value));
        }
        if origins != receiver.origins {
            self.replace(place, receiver, Rc::new(Val { origins, ..(**receiver).clone() }));
        }
    }

    /// Sets the attributes that the row names to what the call is given.
    fn set_attributes(&mut self, row: &SummaryRow, receiver: &V, place: ExprId, arguments: &Arguments) {
        let mut object = match &receiver.object {
            Some(object) => (**object).clone(),
            None => self.new_object(ObjectKind::Record),
        };
        for (attribute, places) in &row.sets {
            let given = places.iter().filter_map(|place| self.call_argument(place, arguments));
            let parts: Vec<V> = given
                .map(|value| match value.object {
                    Some(_) => Rc::new(Val { origins: all_origins(&value), ..Val::default() }),
                    None => value,
                })
                .collect();
            let value = self.concat(&parts);
            object.set(Key::Name(self.symbols.intern(attribute)), value);
        }
        self.replace(place, receiver, Rc::new(Val { object: Some(Rc::new(object)), ..(**receiver).clone() }));
    }

    /// What a library's base class is given by `super().__init__(…)` stays with the object.
    fn keep_in_self(&mut self, this: &V, arguments: &Arguments) {
        let program = self.program;
        let Some(frame) = self.frames.last() else { return };
        let Some(param) = program.scope(frame.scope).and_then(|scope| scope.params.first()) else { return };
        let mut all = self.unknown.clone();
        for value in arguments.all() {
            if !all_origins(value).is_empty() {
                all = join(&all, &flat(value));
            }
        }
        if all.is_unknown() {
            return;
        }
        if let Some(object) = &this.object {
            let mut object = (**object).clone();
            object.add_rest(&all);
            self.bind(param.name, Rc::new(Val { object: Some(Rc::new(object)), ..(**this).clone() }));
        }
    }

    fn dispatch(&mut self, thing: &Thing, call: &Call, target: &V) -> V {
        self.dispatch_at(thing, call, target, None)
    }

    fn dispatch_at(&mut self, thing: &Thing, call: &Call, target: &V, place: Option<(ExprId, &V)>) -> V {
        match thing {
            Thing::Function(scope, receiver, captured) => {
                let bound = receiver.clone();
                let (value, changed) =
                    self.function(*scope, bound.as_ref(), captured.clone(), &call.arguments, Some(call.at));
                let offset = usize::from(bound.is_some());
                for (param, new) in changed {
                    if offset == 1 && param == 0 {
                        if let Some((place, receiver)) = place {
                            self.replace(place, receiver, new);
                        }
                    } else if let Some(expr) = self.argument_expr(*scope, param, offset, call) {
                        let old = self.eval(expr);
                        self.replace(expr, &old, new);
                    }
                }
                value
            }
            Thing::Library(name, made) => {
                if let Some(value) = self.builtin(*name, call) {
                    return value;
                }
                // A method of a library's base class that hands its object on.
                let hands_on = self.rows(*name).summary.is_some_and(|row| row.returns == "receiver");
                let receiver = place.filter(|_| hands_on).map_or(target, |(_, receiver)| receiver);
                self.library_call(*name, made.clone(), call, receiver)
            }
            _ => self.call_thing(thing, &call.arguments, call.at, Some(call)),
        }
    }

    /// The argument expression behind a parameter.
    fn argument_expr(&self, scope: ScopeId, param: usize, offset: usize, call: &Call) -> Option<ExprId> {
        let scope = self.program.scope(scope)?;
        let name = scope.params.get(param)?.name;
        let by_keyword = call.exprs.iter().find_map(|arg| match arg {
            Arg::Keyword(keyword, expr) if *keyword == name => Some(*expr),
            _ => None,
        });
        by_keyword.or_else(|| match call.exprs.get(param.checked_sub(offset)?)? {
            Arg::Positional(expr) => Some(*expr),
            _ => None,
        })
    }

    /// Calls something with evaluated arguments.
    pub(super) fn call_thing(
        &mut self,
        thing: &Thing,
        arguments: &Rc<Arguments>,
        at: ExprId,
        call: Option<&CallRef>,
    ) -> V {
        match thing {
            Thing::Function(scope, receiver, captured) => {
                self.function(*scope, receiver.as_ref(), captured.clone(), arguments, Some(at)).0
            }
            Thing::Class(class) => self.instantiate(*class, arguments, at),
            Thing::Partial(target, first) if self.is_getter(target) => self.got(target, first, arguments, at),
            Thing::Partial(target, first) => {
                let mut all = (**first).clone();
                all.positional.extend(arguments.positional.iter().cloned());
                all.keywords.retain(|(name, _)| arguments.keyword(*name).is_none());
                all.keywords.extend(arguments.keywords.iter().cloned());
                all.star = all.star.or_else(|| arguments.star.clone());
                all.double_star = all.double_star.or_else(|| arguments.double_star.clone());
                let target = target.clone();
                self.call_value(&target, &Rc::new(all), at)
            }
            Thing::Library(name, made) => {
                let own = Call { at, arguments: arguments.clone(), exprs: SmallVec::new() };
                let unknown = self.unknown.clone();
                let call = call.unwrap_or(&own);
                if let Some(value) = self.builtin(*name, call) {
                    return value;
                }
                self.library_call(*name, made.clone(), call, &unknown)
            }
            Thing::Module(_) | Thing::Package(_) | Thing::Super(..) => self.unknown.clone(),
            Thing::More => {
                self.hit(Bound::Things, Some(self.span_of(at)));
                self.unknown.clone()
            }
        }
    }

    /// Calls whatever a value may be.
    pub(super) fn call_value(&mut self, target: &V, arguments: &Rc<Arguments>, at: ExprId) -> V {
        let mut out: Option<V> = None;
        for thing in target.things.clone() {
            let value = self.call_thing(&thing, arguments, at, None);
            out = Some(out.map_or_else(|| value.clone(), |old| join(&old, &value)));
        }
        out.unwrap_or_else(|| self.through(target, arguments))
    }

    /// A decorated function: the wrapper's result if the plugin defines it, else the function itself.
    pub(super) fn decorated(&mut self, wrapper: &V, function: V, at: ExprId) -> V {
        let arguments = Rc::new(Arguments { positional: vec![function.clone()], ..Arguments::default() });
        let ours = wrapper.things.iter().any(|thing| matches!(thing, Thing::Function(..)));
        if !ours {
            return function;
        }
        let value = self.call_value(wrapper, &arguments, at);
        if value.things.iter().any(|thing| matches!(thing, Thing::Function(..))) { value } else { function }
    }

    fn instantiate(&mut self, class: ClassId, arguments: &Rc<Arguments>, at: ExprId) -> V {
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
    fn default_in(&mut self, module: ModuleId, expr: ExprId) -> V {
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

    // Functions of the plugin.

    /// Analyses a function under these arguments, or takes the summary of an equal call. Gives its value and the
    /// parameters (by position) that it changed in place.
    #[allow(clippy::needless_pass_by_value, reason = "what was captured goes into the frame")]
    pub(super) fn analysed_function(
        &mut self,
        id: ScopeId,
        receiver: Option<&V>,
        captured: Option<Rc<Captured>>,
        arguments: &Arguments,
        site: Option<ExprId>,
    ) -> Outcome {
        let program = self.program;
        let Some(scope) = program.scope(id) else { return (self.unknown.clone(), SmallVec::new()) };
        let mut bound = self.bind_parameters(id, receiver, arguments);
        let calls = self.chains.get(self.chain as usize).map_or(0, |chain| chain.depth);
        if calls >= limits::CALL_DEPTH || self.depth >= limits::EVAL_DEPTH {
            self.hit(Bound::Calls, site.map(|site| self.span_of(site)));
            let receiver = self.unknown.clone();
            return (self.through(&receiver, arguments), SmallVec::new());
        }
        let free: Vec<Option<V>> =
            if captured.is_some() { self.free_values(id, captured.as_ref()) } else { Vec::new() };
        let mut key = (id, fingerprint(&(&bound, &free)));
        if !self.memo.contains_key(&key) {
            let seen = self.contexts.entry(id).or_default();
            seen.0 += 1;
            if seen.0 > limits::CONTEXTS {
                let before = seen.1.take();
                let merged = before.map_or_else(|| bound.clone(), |old| self.widen_arguments(&old, &bound));
                if let Some(seen) = self.contexts.get_mut(&id) {
                    seen.1 = Some(merged.clone());
                }
                bound = merged;
                key = (id, fingerprint(&(&bound, &free)));
            }
            // A function within itself, with other arguments each time.
            if let Some(active) = self.active.get(&id)
                && active.len() >= limits::ACTIVATIONS
                && let Some(last) = active.last()
            {
                bound = self.widen_arguments(last, &bound);
                key = (id, fingerprint(&(&bound, &free)));
            }
        }
        match self.memo.get_mut(&key) {
            Some(Memo::Done(summary)) => {
                let summary = summary.clone();
                return self.apply(&summary);
            }
            Some(Memo::Open(summary, asked)) => {
                *asked = true;
                let summary = summary.clone();
                return self.apply(&summary);
            }
            None => {}
        }
        self.memo.insert(key, Memo::Open(Summary::default(), false));
        let outer_chain = self.chain;
        if let Some(site) = site {
            let site = self.span_of(site);
            self.chain = u32::try_from(self.chains.len()).unwrap_or(u32::MAX);
            self.chains.push(Chain { site, before: outer_chain, depth: calls + 1 });
        }
        let class = self.class_of(id);
        self.active.entry(id).or_default().push(bound.clone());
        let mut summary = Summary::default();
        for round in 0..limits::RECURSION {
            let (params, values) = (&scope.params, bound.clone());
            let frame = self.run_scope(id, class, captured.clone(), |frame| {
                for (param, value) in params.iter().zip(values) {
                    if let Some(slot) = scope.slot(param.name) {
                        frame.env.set(slot, value);
                    }
                }
            });
            let Some(frame) = frame else { break };
            let mut new = self.summarise(id, frame, &bound);
            if round > 0 {
                new = self.widen_summary(&summary, new, round);
            }
            let asked = match self.memo.get(&key) {
                Some(Memo::Open(old, asked)) => {
                    *asked && (old.returned != new.returned || old.changed != new.changed)
                }
                _ => false,
            };
            summary = new;
            if !asked || self.stopped() {
                break;
            }
            if round + 1 == limits::RECURSION {
                self.hit(Bound::Rounds, None);
            }
            self.memo.insert(key, Memo::Open(summary.clone(), false));
        }
        self.chain = outer_chain;
        if let Some(active) = self.active.get_mut(&id) {
            active.pop();
        }
        let summary = Rc::new(summary);
        self.memo.insert(key, Memo::Done(summary.clone()));
        self.apply(&summary)
    }

    /// The result of a summary at a call: a new object each time, though equal.
    fn apply(&mut self, summary: &Summary) -> Outcome {
        if let Some(raised) = &summary.raised {
            self.raise(raised);
        }
        let value = summary.returned.clone().unwrap_or_else(|| self.unknown.clone());
        let value = match &value.object {
            Some(object) if object.kind != ObjectKind::Record => {
                let mut fresh = (**object).clone();
                self.next_object += 1;
                fresh.id = self.next_object;
                Rc::new(Val { object: Some(Rc::new(fresh)), ..(*value).clone() })
            }
            _ => value,
        };
        (value, summary.changed.clone())
    }

    fn summarise(&mut self, id: ScopeId, frame: super::engine::Frame, bound: &[V]) -> Summary {
        let program = self.program;
        let mut summary = Summary { raised: frame.raised, ..Summary::default() };
        let Some(scope) = program.scope(id) else { return summary };
        for (index, (param, before)) in scope.params.iter().zip(bound).enumerate() {
            let after = scope.slot(param.name).and_then(|slot| frame.env.get(slot).cloned());
            let (Some(after), Some(new)) =
                (after.clone(), after.as_ref().and_then(|after| after.object.as_ref()))
            else {
                continue;
            };
            let same_object = match &before.object {
                Some(object) => new.id == object.id && !Rc::ptr_eq(new, object),
                // Keys were set on something that came in: it keeps where it came from.
                None => {
                    let made = before.things.iter().any(|thing| matches!(thing, Thing::Library(..)));
                    (!before.origins.is_empty() || made)
                        && after.origins == before.origins
                        && after.things == before.things
                }
            };
            if same_object && after != *before {
                summary.changed.push((index, after));
            }
        }
        let masks =
            self.models.function(self.symbols.text(scope.name)).is_some_and(|row| row.returns == "masked");
        summary.returned = if scope.generator {
            let mut list = self.new_object(ObjectKind::List);
            if let Some(yielded) = &frame.yielded {
                list.add_rest(yielded);
            }
            Some(Val::object(list))
        } else {
            frame.returned
        };
        if masks {
            summary.returned = summary.returned.map(|value| self.weakened(&value, true));
        }
        summary
    }

    pub(super) fn class_of(&self, id: ScopeId) -> Option<ClassId> {
        let parent = self.program.scope(id)?.parent?;
        match self.program.scope(parent)?.kind {
            crate::python::ir::ScopeKind::Class(class) => Some(class),
            _ => None,
        }
    }

    /// What the free names of a nested function hold now.
    fn free_values(&self, id: ScopeId, captured: Option<&Rc<Captured>>) -> Vec<Option<V>> {
        let Some(scope) = self.program.scope(id) else { return Vec::new() };
        scope
            .free
            .iter()
            .map(|&name| {
                let mut around = captured;
                while let Some(captured) = around {
                    if let Some(slot) = self.program.scope(captured.scope).and_then(|scope| scope.slot(name))
                    {
                        let active = self.frames.iter().rev().find(|frame| frame.scope == captured.scope);
                        let live = active.and_then(|frame| frame.env.get(slot).cloned());
                        // A function held by its own environment must not be hashed through itself.
                        let value = live.or_else(|| captured.slots.get(slot).cloned())?;
                        return if value.things.iter().any(|thing| matches!(thing, Thing::Function(..))) {
                            None
                        } else {
                            Some(value)
                        };
                    }
                    around = captured.outer.as_ref();
                }
                None
            })
            .collect()
    }

    fn bind_parameters(&mut self, id: ScopeId, receiver: Option<&V>, arguments: &Arguments) -> Vec<V> {
        let program = self.program;
        let Some(scope) = program.scope(id) else { return Vec::new() };
        let positional: SmallVec<[&V; 8]> = receiver.into_iter().chain(&arguments.positional).collect();
        let mut next = 0;
        let mut bound = Vec::with_capacity(scope.params.len());
        for param in &scope.params {
            let value = match param.kind {
                ParamKind::Normal => {
                    let by_position = positional.get(next).map(|value| (*value).clone());
                    next += 1;
                    by_position
                        .or_else(|| arguments.keyword(param.name).cloned())
                        .or_else(|| arguments.star.clone())
                }
                ParamKind::KeywordOnly => arguments.keyword(param.name).cloned(),
                ParamKind::Args => {
                    let mut list = self.new_object(ObjectKind::List);
                    for (index, value) in positional.iter().skip(next).enumerate() {
                        list.set(Key::Index(u32::try_from(index).unwrap_or(u32::MAX)), (*value).clone());
                    }
                    if let Some(star) = &arguments.star {
                        list.add_rest(star);
                    }
                    next = positional.len().max(next);
                    Some(Val::object(list))
                }
                ParamKind::Kwargs => {
                    let mut dict = self.new_object(ObjectKind::Dict);
                    for (name, value) in &arguments.keywords {
                        if !scope.params.iter().any(|other| other.name == *name) {
                            dict.set(Key::Name(*name), value.clone());
                        }
                    }
                    let mut value = Val { object: Some(Rc::new(dict)), ..Val::default() };
                    if let Some(rest) = &arguments.double_star {
                        value.origins.clone_from(&rest.origins);
                    }
                    Some(Rc::new(value))
                }
            };
            let value = match (value, param.annotation) {
                (Some(value), Some(annotation)) => self.declared(scope.module, annotation, value),
                (Some(value), None) => value,
                (None, _) => self.missing_argument(scope.module, param, arguments),
            };
            bound.push(value);
        }
        bound
    }

    /// A value that came in, of the class that its annotation names where a row tells such classes apart.
    fn declared(&mut self, module: ModuleId, annotation: ExprId, value: V) -> V {
        if value.origins.is_empty() || !value.things.is_empty() || value.object.is_some() {
            return value;
        }
        let class = self.annotated_in(module, annotation);
        match class.things.as_slice() {
            [Thing::Library(name, _)] if self.models.tagged(self.symbols.text(*name)).is_some() => {
                narrowed(&value, &class)
            }
            _ => value,
        }
    }

    fn missing_argument(&mut self, module: ModuleId, param: &Param, arguments: &Arguments) -> V {
        if let Some(rest) = &arguments.double_star {
            return self.keyed_rest(rest, param.name);
        }
        if let Some(default) = param.default {
            return self.default_in(module, default);
        }
        match param.annotation {
            Some(annotation) => self.annotated_in(module, annotation),
            None => self.unknown.clone(),
        }
    }

    /// What `**rest` brings under a name: what came in whole, one key further.
    fn keyed_rest(&mut self, rest: &V, name: Sym) -> V {
        let origins: SmallVec<[_; 4]> =
            rest.origins.iter().map(|&origin| self.extend(origin, name)).collect();
        Rc::new(Val { origins, object: rest.object.clone(), ..Val::default() })
    }

    fn module_name(&mut self, module: ModuleId, name: Sym) -> V {
        let value = match self.modules.get(&module) {
            Some(ModuleState::Done(env)) => self.module_value(module, env, name),
            _ => None,
        };
        value.unwrap_or_else(|| self.unknown.clone())
    }

    /// An object of the type that an annotation names: a class of the plugin or of a library.
    pub(super) fn annotated(&mut self, annotation: ExprId) -> V {
        let module = self.module_now();
        self.annotated_in(module, annotation)
    }

    pub(super) fn annotated_in(&mut self, module: ModuleId, annotation: ExprId) -> V {
        let value = match self.program.kind(annotation) {
            ExprKind::Name(name) => {
                let found = self.module_name(module, *name);
                if found.is_unknown() && module == self.module_now() { self.eval(annotation) } else { found }
            }
            ExprKind::Attribute(..) if module == self.module_now() => self.eval(annotation),
            ExprKind::Union(a, b) => {
                let (a, b) = (self.annotated_in(module, *a), self.annotated_in(module, *b));
                return join(&a, &b);
            }
            ExprKind::Index(outer, inner) => {
                // `Optional[X]` and `list[X]` hold an X.
                let outer = self.annotated_in(module, *outer);
                let inner = self.annotated_in(module, *inner);
                return if outer.is_unknown() { inner } else { outer };
            }
            _ => return self.unknown.clone(),
        };
        match value.things.as_slice() {
            [Thing::Class(class)] => {
                let object = self.new_object(ObjectKind::Instance(*class));
                Val::object(object)
            }
            // A bare name is a built-in type, which says nothing.
            [Thing::Library(name, _)] if self.symbols.text(*name).contains('.') => {
                let text = self.symbols.text(*name);
                if text.starts_with("typing.") || text.starts_with("collections.") {
                    self.unknown.clone()
                } else {
                    Val::thing(Thing::Library(*name, None))
                }
            }
            _ => self.unknown.clone(),
        }
    }

    /// What `with value as x` binds.
    pub(super) fn entered(&mut self, value: &V, at: ExprId) -> V {
        if let Some(object) = &value.object {
            match object.kind {
                ObjectKind::Instance(class) => {
                    for name in [self.words.enter, self.words.aenter] {
                        if let Some(method) = self.class_attribute(class, Some(value), name, at) {
                            let entered = self.call_value(&method, &Rc::default(), at);
                            if !entered.is_unknown() {
                                return entered;
                            }
                        }
                    }
                }
                // A generator made into a context manager gives what it yields.
                ObjectKind::List => return self.element(value),
                _ => {}
            }
        }
        value.clone()
    }

    // Built-in functions.

    #[allow(clippy::too_many_lines, reason = "one arm per built-in reads straight")]
    fn builtin(&mut self, name: Sym, call: &Call) -> Option<V> {
        let text = self.symbols.text(name);
        // Only bare names are built-ins; the exceptions are of the language all the same.
        if text.contains('.') && !LANGUAGE.contains(&text) {
            return None;
        }
        let arguments = &call.arguments;
        let first = arguments.positional.first().cloned();
        let value = match text {
            "functools.partial" => {
                let target = first?;
                let mut rest = (**arguments).clone();
                rest.positional.remove(0);
                Val::thing(Thing::Partial(target, Rc::new(rest)))
            }
            "importlib.import_module" | "__import__" => self.imported(&first?, arguments)?,
            "operator.itemgetter" | "operator.attrgetter" | "operator.methodcaller" => {
                let this = Val::thing(Thing::Library(name, None));
                Val::thing(Thing::Partial(this, arguments.clone()))
            }
            "dataclasses.replace" | "copy.replace" => {
                let copy = self.copied(&first?);
                let mut object = (**copy.object.as_ref()?).clone();
                for (name, value) in &arguments.keywords {
                    object.set(Key::Name(*name), value.clone());
                }
                Rc::new(Val { object: Some(Rc::new(object)), ..(*copy).clone() })
            }
            "super" if arguments.positional.len() == 2 => {
                let class = first?.things.first().cloned();
                let Some(Thing::Class(class)) = class else { return None };
                Val::thing(Thing::Super(class, arguments.positional.get(1)?.clone()))
            }
            "super" => {
                let frame = self.frames.last()?;
                let class = frame.class?;
                let scope = self.program.scope(frame.scope)?;
                let slot = scope.params.first().and_then(|param| scope.slot(param.name))?;
                let this = frame.env.get(slot).cloned()?;
                Val::thing(Thing::Super(class, this))
            }
            "typing.cast" => {
                let (target, value) = (first?, arguments.positional.get(1)?.clone());
                narrowed(&value, &target)
            }
            "getattr" => {
                let object = first?;
                let names = arguments.positional.get(1).map(|name| name.constants()).unwrap_or_default();
                let default = arguments.positional.get(2).cloned();
                let mut read = if names.is_empty() {
                    self.any_attribute(&object, call.at)
                } else {
                    self.unknown.clone()
                };
                for name in names {
                    let found = self.read_attribute(&object, name, call.at);
                    read = join(&read, &found);
                }
                match default {
                    Some(default) if !read.is_unknown() => self.or_default(&read, &default),
                    Some(default) => default,
                    None => read,
                }
            }
            "setattr" => {
                let (object, name, value) =
                    (first?, arguments.positional.get(1)?, arguments.positional.get(2)?);
                let new = self.with_item(&object, name, value);
                if let Some(Arg::Positional(place)) = call.exprs.first() {
                    self.replace(*place, &object, new);
                }
                self.unknown.clone()
            }
            "str" | "bytes" | "repr" | "ascii" => match first {
                Some(value) if value.object.is_some() => {
                    Rc::new(Val { things: SmallVec::new(), ..(*value).clone() })
                }
                Some(value) if !value.things.is_empty() => {
                    Rc::new(Val { things: SmallVec::new(), ..(*value).clone() })
                }
                Some(value) => value,
                None => self.literal(""),
            },
            "dict" => self.dict_call(arguments),
            "list" | "tuple" | "set" | "frozenset" | "sorted" | "reversed" => match first {
                Some(value) => self.listed(&value),
                None => {
                    let list = self.new_object(ObjectKind::List);
                    Val::object(list)
                }
            },
            "iter" | "aiter" => first?,
            "next" | "anext" => {
                let value = first?;
                self.element(&value)
            }
            "max" | "min" | "sum" => match arguments.positional.as_slice() {
                [only] => self.element(only),
                several => several.iter().fold(self.unknown.clone(), |old, value| join(&old, value)),
            },
            "enumerate" => {
                let value = first?;
                self.enumerated(&value)
            }
            "zip" => self.zipped(&arguments.positional),
            "map" => {
                let (function, items) = (first?, arguments.positional.get(1)?.clone());
                let element = self.element(&items);
                let made = Rc::new(Arguments { positional: vec![element], ..Arguments::default() });
                let result = self.call_value(&function, &made, call.at);
                let mut list = self.new_object(ObjectKind::List);
                list.add_rest(&result);
                Val::object(list)
            }
            "filter" => {
                let items = arguments.positional.get(1)?.clone();
                if let Some(function) = first {
                    let element = self.element(&items);
                    let made = Rc::new(Arguments { positional: vec![element], ..Arguments::default() });
                    self.call_value(&function, &made, call.at);
                }
                self.listed(&items)
            }
            "vars" => first?,
            "locals" | "globals" => self.unknown.clone(),
            "type" => match first?.object.as_ref().map(|object| object.kind) {
                Some(ObjectKind::Instance(class)) if arguments.positional.len() == 1 => {
                    Val::thing(Thing::Class(class))
                }
                _ => self.unknown.clone(),
            },
            "len" | "isinstance" | "issubclass" | "hasattr" | "callable" | "bool" | "range" | "id"
            | "hash" | "any" | "all" | "abs" | "round" | "ord" | "divmod" => self.unknown.clone(),
            "int" | "float" => match first {
                Some(value) if value.text == Text::Unknown => value,
                _ => self.unknown.clone(),
            },
            _ => return None,
        };
        Some(value)
    }

    fn or_default(&mut self, value: &V, default: &V) -> V {
        if value.text == Text::Unknown && matches!(default.text, Text::OneOf(_)) && !value.origins.is_empty()
        {
            let mut templates = self.templates(value);
            templates.extend(default.templates());
            return Rc::new(Val { text: super::value::one_of(templates), ..(*join(value, default)).clone() });
        }
        join(value, default)
    }

    fn dict_call(&mut self, arguments: &Arguments) -> V {
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

    fn listed(&mut self, value: &V) -> V {
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

    fn pair(&mut self, a: V, b: V) -> V {
        let mut pair = self.new_object(ObjectKind::List);
        pair.set(Key::Index(0), a);
        pair.set(Key::Index(1), b);
        Val::object(pair)
    }

    fn enumerated(&mut self, value: &V) -> V {
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

    fn zipped(&mut self, values: &[V]) -> V {
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

    // Methods of dicts, lists and strings.

    fn is_data_method(&self, name: Sym) -> bool {
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
    fn data_method(&mut self, receiver: &V, place: ExprId, name: Sym, call: &Call) -> V {
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
                let part = Rc::new(Val { origins: receiver.origins.clone(), ..Val::default() });
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
                    let key = Val::literal(*name);
                    self.facts.keyed(&key, held);
                }
            }
        }
    }

    /// `d.keys()`: the keys and nothing of what stands under them.
    fn keys(&mut self, receiver: &V) -> V {
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
    fn items(&mut self, receiver: &V) -> V {
        let mut list = self.new_object(ObjectKind::List);
        if let Some(object) = receiver.object.clone() {
            let exact = object.rest.is_none() && receiver.origins.is_empty();
            for (index, (key, value)) in object.fields.iter().enumerate() {
                let key = if let Key::Name(name) = key { Val::literal(*name) } else { self.unknown.clone() };
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

    fn replaced(&mut self, receiver: &V, arguments: &Arguments) -> V {
        let constant = |index: usize| arguments.positional.get(index).and_then(|value| value.constant());
        if let (Some(text), Some(from), Some(to)) = (receiver.constant(), constant(0), constant(1)) {
            let (from, to) = (self.symbols.text(from).to_owned(), self.symbols.text(to).to_owned());
            if !from.is_empty() {
                let text = self.symbols.text(text).replace(&from, &to);
                return if text.len() > 4_000 { receiver.clone() } else { self.literal(&text) };
            }
        }
        let mut out = (**receiver).clone();
        if let Some(inserted) = arguments.positional.get(1) {
            add_origins(&mut out.origins, &all_origins(inserted));
            if inserted.constant().is_none() {
                out.text = self.filled(receiver, arguments);
            }
        }
        Rc::new(out)
    }

    /// `"https://{host}/x".replace("{host}", value)`: the text with the value in it.
    fn filled(&mut self, receiver: &V, arguments: &Arguments) -> Text {
        let (Some(text), Some(from)) =
            (receiver.constant(), arguments.positional.first().and_then(|value| value.constant()))
        else {
            return receiver.text.clone();
        };
        let (text, from) = (self.symbols.text(text).to_owned(), self.symbols.text(from).to_owned());
        let Some((before, after)) = text.split_once(&from).filter(|_| !from.is_empty()) else {
            return receiver.text.clone();
        };
        let parts = [
            self.literal(before),
            arguments.positional.get(1).cloned().unwrap_or_default(),
            self.literal(after),
        ];
        self.concat(&parts).text.clone()
    }

    // Libraries.

    /// A call of a library function or method.
    fn library_call(&mut self, name: Sym, made: Option<Rc<Made>>, call: &Call, receiver: &V) -> V {
        let rows = self.rows(name);
        if let Some(row) = self.models.attribute(self.symbols.text(name)) {
            return self.row_source(row, None, receiver, call.at);
        }
        if let Some(row) = rows.capability {
            let span = self.span_of(call.at);
            self.facts.capability(row, span);
        }
        let mut response: Option<V> = None;
        for row in &rows.sinks {
            if self.in_memory(row, call, receiver) {
                continue;
            }
            let names: SmallVec<[Option<Sym>; 8]> = call
                .exprs
                .iter()
                .map(|arg| {
                    if let ExprKind::Name(name) = self.program.kind(arg.expr()) { Some(*name) } else { None }
                })
                .collect();
            if let Some(value) =
                self.sink(row, name, &call.arguments, made.as_ref(), receiver, &names, call.at)
            {
                response = Some(response.map_or_else(|| value.clone(), |old| join(&old, &value)));
            }
        }
        let made_now = Made::by(&call.arguments, made.clone());
        if let Some(row) = rows.source {
            let value = if row.attribute.is_empty() {
                self.row_source(row, Some(name), receiver, call.at)
            } else {
                let unknown = self.unknown.clone();
                self.own_source(row, name, &unknown, call.at)
            };
            // `environ.get(name, default)`.
            return match call.arguments.positional.get(1).cloned() {
                Some(default) => self.or_default(&value, &default),
                None => value,
            };
        }
        let instance =
            rows.summary.filter(|row| !row.instance.is_empty()).map(|row| self.symbols.intern(&row.instance));
        let thing = Thing::Library(instance.unwrap_or(name), made_now.clone());
        if let Some(response) = response {
            let things = SmallVec::from_iter([Thing::Library(instance.unwrap_or(name), made)]);
            return Rc::new(Val { things, ..(*response).clone() });
        }
        if !rows.sinks.is_empty() {
            return Val::thing(thing);
        }
        let returns = rows.summary.map_or("", |row| row.returns.as_str());

        let arguments = &call.arguments;
        let first = arguments
            .positional
            .first()
            .or_else(|| arguments.keywords.first().map(|(_, value)| value))
            .cloned();
        match returns {
            "nothing" => instance.map_or_else(
                || self.unknown.clone(),
                |name| Val::thing(Thing::Library(name, made_now.clone())),
            ),
            "encoded" | "first" => {
                let value = first.unwrap_or_else(|| self.unknown.clone());
                let value = self.copied(&value);
                Rc::new(Val {
                    things: instance.map(|name| Thing::Library(name, None)).into_iter().collect(),
                    ..(*value).clone()
                })
            }
            "joined_url" => self.joined_url(arguments),
            "receiver" => Rc::new(Val { things: SmallVec::from_iter([thing]), ..(**receiver).clone() }),
            "masked" => {
                let value = self.through(receiver, arguments);
                let value = self.weakened(&value, true);
                Rc::new(Val { things: SmallVec::from_iter([thing]), ..(*value).clone() })
            }
            "hashed" => {
                let value = self.through(receiver, arguments);
                let value = self.weakened(&value, true);
                self.buffer(&value, thing)
            }
            "opened" => self.weakened(receiver, false),
            "buffer" => {
                let value = self.through(receiver, arguments);
                self.buffer(&value, thing)
            }
            _ => {
                if rows.is_empty() && call.exprs.len() == arguments.all().count() {
                    for (arg, value) in call.exprs.iter().zip(arguments.all()) {
                        // Text made from an answer, such as an error's, is no answer.
                        if !matches!(self.program.kind(arg.expr()), ExprKind::Format(_) | ExprKind::Add(..)) {
                            self.hand_on(value, Some(call.at));
                        }
                    }
                }
                let called = self.callbacks(call);
                let value = self.library_result(name, thing, receiver, arguments);
                called.map_or(value.clone(), |called| join(&value, &called))
            }
        }
    }

    /// Functions of the plugin that a library is given to call: with the arguments that stand after them
    /// (`submit(f, x)`), or those in a list of arguments (`Thread(target=f, args=(x,))`).
    fn callbacks(&mut self, call: &Call) -> Option<V> {
        let arguments = &call.arguments;
        let is_function = |value: &V| {
            value.things.iter().any(|thing| matches!(thing, Thing::Function(..) | Thing::Partial(..)))
        };
        let mut out: Option<V> = None;
        let positional = arguments.positional.iter().enumerate().map(|(index, value)| (Some(index), value));
        let keywords = arguments.keywords.iter().map(|(_, value)| (None, value));
        for (index, function) in positional.chain(keywords).filter(|(_, value)| is_function(value)) {
            let mut given = Arguments::default();
            match index {
                Some(index) => {
                    given.positional = arguments.positional.iter().skip(index + 1).cloned().collect();
                    given.keywords.clone_from(&arguments.keywords);
                }
                None => {
                    for (_, value) in arguments.keywords.iter().filter(|(_, value)| !is_function(value)) {
                        match &value.object {
                            Some(object) if object.kind == ObjectKind::List => {
                                given.positional.extend(object.fields.iter().map(|(_, held)| held.clone()));
                            }
                            Some(object) if object.kind == ObjectKind::Dict => {
                                self.spread_keywords(&mut given, value);
                            }
                            _ => {}
                        }
                    }
                }
            }
            let function = function.clone();
            let value = self.call_value(&function, &Rc::new(given), call.at);
            out = Some(out.map_or_else(|| value.clone(), |old| join(&old, &value)));
        }
        out
    }

    /// The result of a library call that no row describes: what went in passes on; keyword arguments keep their names.
    fn library_result(&mut self, name: Sym, thing: Thing, receiver: &V, arguments: &Arguments) -> V {
        let through = self.through(receiver, arguments);
        let last = self.symbols.text(name).rsplit('.').next().unwrap_or("");
        // A class by its name: an object that keeps its keyword arguments as fields.
        let class = last.starts_with(|c: char| c.is_uppercase());
        let mut object = None;
        let mut origins = through.origins.clone();
        if class && !arguments.keywords.is_empty() {
            let mut record = self.new_object(ObjectKind::Record);
            for (name, value) in &arguments.keywords {
                record.set(Key::Name(*name), value.clone());
            }
            for value in &arguments.positional {
                record.add_rest(value);
            }
            object = Some(Rc::new(record));
            origins.clone_from(&receiver.origins);
        }
        Rc::new(Val { origins, text: Text::Unknown, things: SmallVec::from_iter([thing]), object })
    }

    /// `urljoin(base, path)`: an absolute path wins, else base and path.
    fn joined_url(&mut self, arguments: &Arguments) -> V {
        let (Some(base), Some(path)) = (arguments.positional.first(), arguments.positional.get(1)) else {
            return self.unknown.clone();
        };
        if let Some(text) = path.constant()
            && self.symbols.text(text).contains("://")
        {
            return path.clone();
        }
        let slash = self.literal("/");
        self.concat(&[base.clone(), slash, path.clone()])
    }
}

/// The value, known to be of a library's class.
pub(super) fn narrowed(value: &V, class: &V) -> V {
    match class.things.as_slice() {
        [thing @ Thing::Library(..)] if value.object.is_none() => {
            Rc::new(Val { things: SmallVec::from_iter([thing.clone()]), ..(**value).clone() })
        }
        _ => value.clone(),
    }
}

/// A call as `call_thing` passes it on.
pub(super) type CallRef = Call;
