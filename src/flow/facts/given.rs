//! What the arguments of a call carry. Comes in: a row and the values of a call; goes out: a fact for each origin, with the
//! keys that lead to it and its role. Apart because a value is gone through here, part by part.

use std::rc::Rc;

use smallvec::SmallVec;

use super::{Keys, SinkFact};
use crate::flow::bounds::Bound;
use crate::flow::engine::Engine;
use crate::flow::limits;
use crate::flow::value::{Arguments, Key, Made, OriginId, Source, SourceKind, V, all_origins};
use crate::knowledge::DataType;
use crate::knowledge::rows::SinkRow;
use crate::python::ir::Sym;

impl<'k> Engine<'_, 'k> {
    /// Records what the arguments of the call carry.
    pub(super) fn given_arguments(
        &mut self,
        row: &'k SinkRow,
        arguments: &Arguments,
        names: &[Option<Sym>],
        fact: &mut SinkFact<'k>,
    ) {
        for (index, value) in arguments.positional.iter().enumerate() {
            let position = index.to_string();
            fact.name = names.get(index).copied().flatten();
            self.argument(row, &position, "*", value, None, fact);
        }
        for (keyword, value) in &arguments.keywords {
            let text = self.symbols.text(*keyword).to_owned();
            fact.name = None;
            let key = if row.recipient == "url" { None } else { Some(*keyword) };
            self.argument(row, &text, "**", value, key, fact);
        }
        fact.name = None;
    }

    /// Records what the receiver and the calls that made it carry, where the row says so.
    pub(super) fn given_before(
        &mut self,
        row: &'k SinkRow,
        made: Option<&Rc<Made>>,
        receiver: &V,
        fact: &mut SinkFact<'k>,
    ) {
        for (place, role) in &row.carries {
            let value = match place.strip_prefix("new.") {
                Some(name) => self.made_argument(name, made),
                None if place == "self" => Some(receiver.clone()),
                None => place.strip_prefix("self.").and_then(|name| self.set_on(receiver, name)),
            };
            if let Some(value) = value
                && role != "ignored"
            {
                fact.role = role;
                fact.keys.clear();
                fact.data_type = row.types.get(place).and_then(|id| self.knowledge.data_type(id));
                self.parts(row, &value, fact, 0);
            }
        }
    }

    /// What the plugin set as this attribute of a library object.
    fn set_on(&self, receiver: &V, name: &str) -> Option<V> {
        let name = self.symbols.get(name)?;
        receiver.object.as_ref()?.get(Key::Name(name)).cloned()
    }

    /// What the plugin's models can do besides text goes with the text.
    pub(super) fn by_features(&mut self, row: &'k SinkRow, arguments: &Arguments, fact: &mut SinkFact<'k>) {
        let (plugin, knowledge) = (self.plugin, self.knowledge);
        for feature in &plugin.manifest.features {
            let Some(data_type) = row.features.get(&feature.text).and_then(|id| knowledge.data_type(id))
            else {
                continue;
            };
            for (place, id) in &row.types {
                let content = knowledge.data_type(id).is_some_and(|id| knowledge.type_row(id).is_content());
                let Some(value) = self.call_argument(place, arguments).filter(|_| content) else { continue };
                for origin in all_origins(&value) {
                    let source = self
                        .origins
                        .get(origin.0 as usize)
                        .and_then(|origin| self.sources.get(origin.source as usize));
                    let Some(source) = source.filter(|source| source.kind == SourceKind::Model).cloned()
                    else {
                        continue;
                    };
                    let name = self.symbols.intern(&feature.text);
                    let source = Source { data_type: Some(data_type), name, span: feature.span, ..source };
                    let value = self.source_value(source);
                    fact.role = "body";
                    fact.keys.clear();
                    fact.data_type = Some(data_type);
                    self.parts(row, &value, fact, 0);
                }
            }
        }
    }

    /// What a client was made with goes to its service too: a login name, a key.
    pub(super) fn logins(&mut self, row: &'k SinkRow, made: Option<&Rc<Made>>, fact: &mut SinkFact<'k>) {
        if row.action != "sends"
            || row.recipient == "url"
            || row.carries.keys().any(|place| place.starts_with("new."))
        {
            return;
        }
        let mut at = made;
        fact.kept = false;
        while let Some(made) = at {
            for (name, value) in &made.arguments.keywords {
                let url =
                    row.url.iter().any(|place| place.strip_prefix("new.") == Some(self.symbols.text(*name)));
                if value.origins.is_empty() || url {
                    continue;
                }
                // What the user enters goes along with it; what logs in is known by its own source.
                fact.role = "body";
                fact.keys.clear();
                fact.keys.push(*name);
                fact.data_type = None;
                self.parts(row, value, fact, 0);
            }
            at = made.before.as_ref();
        }
    }

    pub(super) fn argument(
        &mut self,
        row: &'k SinkRow,
        place: &str,
        any: &str,
        value: &V,
        key: Option<Sym>,
        fact: &mut SinkFact<'k>,
    ) {
        let role = match row.carries.get(place).or_else(|| row.carries.get(any)) {
            Some(role) => role.as_str(),
            None if row.carries.is_empty() => "body",
            // Keyword arguments whose names are unknown may be any of those listed.
            None if place == "**" => "body",
            None => return,
        };
        if matches!(role, "ignored" | "method" | "handle") {
            return;
        }
        // A statement that is more than what came in is the plugin's; what came in is a value in it.
        let entered = value.origins.len() == 1 && value.object.is_none() && !is_composed(value);
        fact.role = if role == "statement" && !entered { "body" } else { role };
        fact.keys.clear();
        fact.keys.extend(key);
        fact.data_type = row.types.get(place).and_then(|id| self.knowledge.data_type(id));
        if role == "file" {
            // Of a path its file is sent.
            let value = self.with_written(value, value);
            self.parts(row, &value, fact, 0);
        } else {
            self.parts(row, value, fact, 0);
        }
    }

    /// Records each origin of a value with the keys that lead to it.
    pub(in crate::flow) fn parts(&mut self, row: &'k SinkRow, value: &V, fact: &mut SinkFact<'k>, depth: u8) {
        if value.origins.last() == Some(&OriginId::MORE) {
            self.hit(Bound::Origins, Some(fact.site));
        }
        // The path of a temporary file in a log says nothing of what is in the file.
        let path = row.action == "logs" && self.holds_temporary(value);
        let cost = limits::FACT_STEPS + fact.recipients.len() as u64;
        for &origin in value.origins.iter().filter(|_| !path) {
            if self.kind_of(origin) == Some(SourceKind::Temporary) {
                continue;
            }
            if !self.steps_of(cost) {
                return;
            }
            fact.origin = origin;
            if let Some(object) = &value.object
                && !object.without.is_empty()
            {
                fact.without = Keys::from_slice(&object.without);
            }
            let chain = self.chain;
            self.facts.add(fact, chain);
            fact.without.clear();
        }
        let Some(object) = &value.object else { return };
        if depth > limits::VALUE_DEPTH {
            return;
        }
        for (key, held) in &object.fields {
            let (name, data_type) = match key {
                Key::Name(name) => {
                    let typed =
                        row.types.get(self.symbols.text(*name)).and_then(|id| self.knowledge.data_type(id));
                    (Some(*name), typed)
                }
                Key::Index(_) => (None, None),
            };
            let outer = fact.data_type;
            fact.keys.extend(name);
            fact.data_type = data_type.or_else(|| self.endpoint_type(&fact.keys)).or(outer);
            self.parts(row, held, fact, depth + 1);
            if name.is_some() {
                fact.keys.pop();
            }
            fact.data_type = outer;
        }
        if let Some(rest) = &object.rest {
            self.parts(row, rest, fact, depth + 1);
        }
    }

    /// The type that the endpoint gives the keys at hand.
    fn endpoint_type(&self, keys: &[Sym]) -> Option<DataType> {
        let endpoint = self.meets?;
        if endpoint.types.is_empty() {
            return None;
        }
        let keys: SmallVec<[&str; 4]> = keys.iter().map(|&key| self.symbols.text(key)).collect();
        self.knowledge.data_type(endpoint.types.get(&keys.join("."))?)
    }
}

/// Whether the text has parts.
pub(super) fn is_composed(value: &V) -> bool {
    value.templates().iter().any(|template| template.len() > 1)
}
