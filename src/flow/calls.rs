//! Calls. Comes in: a call expression; goes out: its value, and facts where a table row says that data leaves or comes
//! in. Here it is decided what is called: a function or class of the plugin, what Python itself offers, or a library.

use std::rc::Rc;

use smallvec::SmallVec;

use super::bounds::Bound;
use super::engine::Engine;
use super::language::LANGUAGE;
use super::own::Invoked;
use super::reads::Cell;
use super::value::{
    Arguments, Key, ObjectKind, SourceKind, Text, Thing, V, Val, add_all_origins, all_origins, flat, join,
};
use crate::knowledge::rows::SummaryRow;
use crate::python::ir::{Arg, ExprId, ExprKind, Run, ScopeId, Sym};

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
        for thing in &target.things {
            let value = self.dispatch(thing, &call, &target);
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

    pub(super) fn arguments(&mut self, exprs: &[Arg]) -> Rc<Arguments> {
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

    pub(super) fn spread_keywords(&mut self, out: &mut Arguments, value: &V) {
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
            add_all_origins(&mut origins, value);
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
                for thing in &target.things {
                    let value = self.dispatch_at(thing, call, target, Some((place, receiver)));
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
            self.reads(Cell::Field(class, name));
            if !self.library_bases(class).is_empty()
                || self.instance_fields.contains_key(&(class, name))
                || self.class_attribute(class, None, getattr, call.at).is_some()
            {
                let target = self.read_attribute(receiver, name, call.at);
                let mut out: Option<V> = None;
                for thing in &target.things {
                    let value = self.dispatch_at(thing, call, &target, Some((place, receiver)));
                    out = Some(out.map_or_else(|| value.clone(), |old| join(&old, &value)));
                }
                if let Some(out) = out {
                    return out;
                }
            }
        }
        let mut out: Option<V> = None;
        for thing in &receiver.things {
            let value = self.thing_method(thing, receiver, place, name, call);
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
        if *thing == Thing::More && self.is_data_method(name) {
            return None;
        }
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
        for thing in &target.things {
            let value = self.dispatch_at(thing, call, &target, Some((place, receiver)));
            out = Some(out.map_or_else(|| value.clone(), |old| join(&old, &value)));
        }
        out
    }

    /// A method that no row knows, called for its effect alone: what it is given stays in its object.
    pub(super) fn fill(&mut self, receiver: &V, place: ExprId, call: &Call) {
        let site = self.span_of(call.at);
        if !self.facts.discarded.contains(&site) {
            return;
        }
        let mut origins = receiver.origins.clone();
        for value in call.arguments.all() {
            add_all_origins(&mut origins, value);
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
                let (value, changed) = self.function(Invoked {
                    function: *scope,
                    receiver: bound.as_ref(),
                    captured: captured.clone(),
                    arguments: &call.arguments,
                    site: Some(call.at),
                });
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
                // A method of a library's base class that hands its object on, or carries it away.
                let rows = self.rows(*name);
                let hands_on = rows.summary.is_some_and(|row| row.returns == "receiver")
                    || rows.sinks.iter().any(|row| row.carries.contains_key("self"));
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
                self.function(Invoked {
                    function: *scope,
                    receiver: receiver.as_ref(),
                    captured: captured.clone(),
                    arguments,
                    site: Some(at),
                })
                .0
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
        for thing in &target.things {
            let value = self.call_thing(thing, arguments, at, None);
            out = Some(out.map_or_else(|| value.clone(), |old| join(&old, &value)));
        }
        out.unwrap_or_else(|| self.through(target, arguments))
    }

    /// A decorated function: the wrapper's result if the plugin defines it, else the function itself.
    pub(super) fn decorated(&mut self, wrapper: &V, function: V, at: ExprId) -> V {
        let arguments = Rc::new(Arguments { positional: vec![function.clone()], ..Arguments::default() });
        let ours = wrapper.things.iter().any(|thing| matches!(thing, Thing::Function(..)));
        if !ours {
            // Registered with a library that calls it with what comes in.
            let comes_in = wrapper.origins.iter().any(|&origin| {
                matches!(self.kind_of(origin), Some(SourceKind::Payload | SourceKind::Request))
            });
            if comes_in {
                let arguments = Arguments { positional: vec![wrapper.clone()], ..Arguments::default() };
                self.call_value(&function, &Rc::new(arguments), at);
            }
            return function;
        }
        let value = self.call_value(wrapper, &arguments, at);
        if value.things.iter().any(|thing| matches!(thing, Thing::Function(..))) { value } else { function }
    }

    // Functions of the plugin.

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

    // Methods of dicts, lists and strings.

    // Libraries.
}

/// A call as `call_thing` passes it on.
pub(super) type CallRef = Call;
