//! Python's built-in functions, here because they are language and not library. Comes in: the name and the call; goes out:
//! its value.

use std::rc::Rc;

use smallvec::SmallVec;

use super::calls::Call;
use super::engine::Engine;
use super::language::LANGUAGE;
use super::narrowing::narrowed;
use super::value::{Arguments, Key, ObjectKind, Text, Thing, V, Val, bounded, join};
use crate::python::ir::{Arg, Sym};

impl Engine<'_, '_> {
    #[allow(clippy::too_many_lines, reason = "one arm per built-in reads straight")]
    pub(super) fn builtin(&mut self, name: Sym, call: &Call) -> Option<V> {
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
                bounded(Val::thing(Thing::Partial(target, Rc::new(rest))))
            }
            "importlib.import_module" | "__import__" => self.imported(&first?, arguments)?,
            "operator.itemgetter" | "operator.attrgetter" | "operator.methodcaller" => {
                let this = self.constants.library(name);
                bounded(Val::thing(Thing::Partial(this, arguments.clone())))
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

    pub(super) fn or_default(&mut self, value: &V, default: &V) -> V {
        if value.text == Text::Unknown && matches!(default.text, Text::OneOf(_)) && !value.origins.is_empty()
        {
            let mut templates = self.templates(value);
            templates.extend(default.templates());
            return Rc::new(Val { text: super::value::one_of(templates), ..(*join(value, default)).clone() });
        }
        join(value, default)
    }
}
