//! Calls into libraries. Comes in: a qualified name and the call; goes out: the value that the table rows give it, and the
//! facts that they state.

use std::rc::Rc;

use smallvec::SmallVec;

use super::calls::Call;
use super::engine::Engine;
use super::value::{Arguments, Key, Made, ObjectKind, Text, Thing, V, Val, join};
use crate::knowledge::rows::SinkRow;
use crate::python::ir::{ExprKind, Sym};

impl<'k> Engine<'_, 'k> {
    /// A call of a library function or method.
    pub(super) fn library_call(&mut self, name: Sym, made: Option<Rc<Made>>, call: &Call, receiver: &V) -> V {
        let rows = self.rows(name);
        if let Some(row) = self.models.attribute(self.symbols.text(name)) {
            return self.row_source(row, None, receiver, call.at);
        }
        if let Some(row) = rows.capability {
            let span = self.span_of(call.at);
            self.facts.capability(row, span);
        }
        let response = self.reached_by(&rows.sinks, name, made.as_ref(), call, receiver);
        let made_now = Made::by(&call.arguments, made.clone());
        if let Some(row) = rows.source {
            let value = if row.attribute.is_empty() {
                // What comes in by itself is no part of the object that it is registered with.
                let unknown = self.unknown.clone();
                let receiver = if row.webhook_of.is_empty() { receiver } else { &unknown };
                let value = self.row_source(row, Some(name), receiver, call.at);
                self.made_by(&value, made_now.as_ref())
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
                let made = made_now.filter(|_| returns == "first");
                Rc::new(Val {
                    things: instance.map(|name| Thing::Library(name, made)).into_iter().collect(),
                    ..(*value).clone()
                })
            }
            "joined_url" => self.joined_url(arguments),
            "content" => {
                let path = first.unwrap_or_else(|| receiver.clone());
                let value = self.library_result(name, thing, receiver, arguments);
                let value = self.with_written(&value, &path);
                self.with_written(&value, receiver)
            }
            "file_name" => {
                let path = self.through(receiver, arguments);
                self.file_name(&path, false)
            }
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
                let value = if rows.client && matches!(returns, "" | "instance") {
                    Val::thing(thing)
                } else {
                    self.library_result(name, thing, receiver, arguments)
                };
                called.map_or(value.clone(), |called| join(&value, &called))
            }
        }
    }

    /// Records what the rows of sinks say of a call; gives the response where there is one.
    fn reached_by(
        &mut self,
        sinks: &[&'k SinkRow],
        name: Sym,
        made: Option<&Rc<Made>>,
        call: &Call,
        receiver: &V,
    ) -> Option<V> {
        let mut response: Option<V> = None;
        for &row in sinks {
            if self.in_memory(row, call, receiver) {
                continue;
            }
            if row.action == "stores" {
                self.note_written(row, &call.arguments, made, receiver);
            }
            let names: SmallVec<[Option<Sym>; 8]> = call
                .exprs
                .iter()
                .map(|arg| {
                    if let ExprKind::Name(name) = self.program.kind(arg.expr()) { Some(*name) } else { None }
                })
                .collect();
            if let Some(value) = self.sink(row, name, &call.arguments, made, receiver, &names, call.at) {
                response = Some(response.map_or_else(|| value.clone(), |old| join(&old, &value)));
            }
        }
        response
    }

    /// A library object that a source row gives, with the calls that made it.
    fn made_by(&self, value: &V, made: Option<&Rc<Made>>) -> V {
        match value.things.as_slice() {
            [Thing::Library(name, None)] if made.is_some() => {
                let things = SmallVec::from_iter([Thing::Library(*name, made.cloned())]);
                Rc::new(Val { things, ..(**value).clone() })
            }
            _ => value.clone(),
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
}
