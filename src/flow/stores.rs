//! Whether what is sent is stored too, and whose the store is. Comes in: a call that a row fits; goes out: whether it
//! writes, whether the place is the user's, and whether it is a file of the plugin's own. Apart because only rows of
//! databases and caches ask.

use std::rc::Rc;

use super::engine::Engine;
use super::value::{Arguments, Made, Part, SourceKind, Text, Thing, V};
use crate::knowledge::rows::SinkRow;

impl Engine<'_, '_> {
    /// Whether the call's statement is known, and is none that writes.
    pub(super) fn only_reads(&self, row: &SinkRow, arguments: &Arguments) -> bool {
        if row.writes.is_empty() {
            return false;
        }
        let mut places = row.carries.iter().filter(|(_, role)| *role == "statement").map(|(place, _)| place);
        let Some(statement) = places.find_map(|place| self.call_argument(place, arguments)) else {
            return false;
        };
        let writes = |word: &str| row.writes.iter().any(|known| known.eq_ignore_ascii_case(word));
        if let Text::OneOf(texts) = &statement.text {
            return texts.iter().all(|text| match text.first() {
                Some(Part::Literal(text)) => {
                    let text = self.symbols.text(*text).trim_start_matches(|c: char| !c.is_alphanumeric());
                    let word = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
                    !word.is_empty() && !writes(word)
                }
                _ => false,
            });
        }
        statement.things.iter().any(|thing| match thing {
            Thing::Library(name, _) => !self.symbols.text(*name).split('.').any(writes),
            _ => false,
        })
    }

    /// Whether what the user gives says where the receiver is: what is kept there is the user's, not the plugin's.
    pub(super) fn is_users(&self, made: Option<&Rc<Made>>, receiver: &V) -> bool {
        let given = |value: &V| {
            value.origins.iter().any(|&origin| match self.kind_of(origin) {
                Some(SourceKind::Credentials | SourceKind::Parameters) => true,
                // What no YAML declares is of the place that the plugin runs in.
                Some(SourceKind::Settings) => self.parameter_of(origin).is_some(),
                _ => false,
            })
        };
        let mut at = made;
        let mut found = given(receiver);
        while let Some(made) = at.filter(|_| !found) {
            found = made.arguments.all().any(given);
            at = made.before.as_ref();
        }
        found
    }

    /// Whether every address that the call may reach is a file of the plugin's own.
    pub(super) fn is_own_file(
        &mut self,
        row: &SinkRow,
        arguments: &Arguments,
        made: Option<&Rc<Made>>,
        receiver: &V,
    ) -> bool {
        if row.local.is_empty() {
            return false;
        }
        let given = row.url.iter().find_map(|place| self.url_argument(place, arguments, made, receiver));
        let Some(Text::OneOf(texts)) = given.map(|value| value.text.clone()) else { return false };
        texts.iter().all(|text| match text.first() {
            Some(Part::Literal(text)) => {
                let text = self.symbols.text(*text);
                row.local.iter().any(|start| text.starts_with(start.as_str()))
            }
            _ => false,
        })
    }
}
