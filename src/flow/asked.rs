//! What a call says of its answer and of what the service does with it: constants that ask for fields, options that let
//! it search. Comes in: a call that a row fits; goes out: facts. Apart because here the arguments are looked into for
//! constants, elsewhere for data.

use std::rc::Rc;

use super::bounds::Bound;
use super::engine::Engine;
use super::facts::SinkFact;
use super::limits;
use super::reads::Cell;
use super::value::{Arguments, Key, Made, Part, Source, SourceKind, V, Val, all_origins};
use crate::knowledge::DataType;
use crate::knowledge::rows::SinkRow;
use crate::python::ir::Sym;

impl<'k> Engine<'_, 'k> {
    /// Notes the constants of a request: they may say which fields it asks for.
    pub(super) fn note_asked(
        &mut self,
        row: &SinkRow,
        arguments: &Arguments,
        made: Option<&Rc<Made>>,
        receiver: &V,
        source: &Source,
    ) {
        let mut asked: Vec<(Sym, Sym)> = Vec::new();
        let mut open: Vec<(Sym, V)> = Vec::new();
        let empty = self.words.empty;
        for (place, role) in &row.carries {
            let Some(value) = self.call_argument(place, arguments) else { continue };
            let key = self.symbols.get(place).filter(|_| role != "query" && role != "body");
            match role.as_str() {
                "query" | "body" | "statement" => open.push((key.unwrap_or(empty), value)),
                _ => {}
            }
        }
        if row.carries.is_empty() {
            open.extend(arguments.positional.iter().map(|value| (empty, value.clone())));
        }
        if row.carries.is_empty() || row.carries.contains_key("**") {
            open.extend(arguments.keywords.iter().map(|(name, value)| (*name, value.clone())));
        }
        if row.recipient == "url" {
            let url = row.url.iter().find_map(|name| self.url_argument(name, arguments, made, receiver));
            for part in url.iter().flat_map(|url| url.templates()).flat_map(|text| text.to_vec()) {
                if let Part::Literal(text) = part
                    && self.symbols.text(text).contains('?')
                {
                    asked.push((empty, text));
                }
            }
        }
        while let Some((key, value)) = open.pop() {
            asked.extend(value.constants().into_iter().map(|text| (key, text)));
            let Some(object) = value.object.as_ref() else { continue };
            for (inner, held) in &object.fields {
                let key = if let Key::Name(name) = inner { *name } else { key };
                open.push((key, held.clone()));
            }
            open.extend(object.rest.iter().map(|held| (key, held.clone())));
        }
        if row.carries.values().any(|role| role == "statement") {
            if self.statement != asked.as_slice() {
                self.changes(Cell::Statement);
                self.statement.clone_from(&asked);
            }
            // Who runs a statement runs it again for who asks for its answer.
            self.reads(Cell::Statement);
        } else if row.via == "db" && row.carries.values().all(|role| role == "ignored") {
            // What is fetched answers the statement before.
            self.reads(Cell::Statement);
            asked.extend_from_slice(&self.statement);
        }
        if asked.is_empty() {
            return;
        }
        let answer = self.source(source.clone());
        let known = self.facts.asked.entry((answer, self.entry)).or_default();
        known.extend(asked);
        if known.len() > limits::ASKED {
            known.clear();
            self.hit(Bound::Asked, Some(source.span));
        }
    }

    /// What the service searches for by a tool of its own: the text that a tool's user enters.
    pub(super) fn by_search(&mut self, row: &'k SinkRow, arguments: &Arguments, fact: &mut SinkFact<'k>) {
        let knowledge = self.knowledge;
        let Some(search) = self.named_search(row, arguments) else { return };
        for (place, id) in &row.types {
            let content = knowledge.data_type(id).is_some_and(|id| knowledge.type_row(id).is_content());
            let Some(value) = self.call_argument(place, arguments).filter(|_| content) else { continue };
            for origin in all_origins(&value) {
                let entered = self.kind_of(origin) == Some(SourceKind::Parameters);
                if !entered || self.is_file_parameter(origin) {
                    continue;
                }
                fact.role = "query";
                fact.keys.clear();
                fact.data_type = Some(search);
                self.parts(row, &Val::origin(origin), fact, 0);
            }
        }
    }

    /// What is searched for, where a key or constant in the arguments lets the service search.
    fn named_search(&self, row: &SinkRow, arguments: &Arguments) -> Option<DataType> {
        if row.searches.is_empty() {
            return None;
        }
        let named = |name: Sym| {
            let text = self.symbols.text(name);
            let (_, id) = row.searches.iter().find(|(start, _)| text.starts_with(start.as_str()))?;
            self.knowledge.data_type(id)
        };
        let mut open: Vec<&V> = arguments.positional.iter().collect();
        for (name, value) in &arguments.keywords {
            if let Some(search) = named(*name) {
                return Some(search);
            }
            open.push(value);
        }
        while let Some(value) = open.pop() {
            let fields = value.object.iter().flat_map(|object| &object.fields);
            let keys =
                fields.filter_map(|(key, _)| if let Key::Name(name) = key { Some(*name) } else { None });
            if let Some(search) = value.constants().into_iter().chain(keys).find_map(named) {
                return Some(search);
            }
            open.extend(value.object.iter().flat_map(|object| object.values()));
        }
        None
    }
}
