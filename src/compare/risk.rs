//! The marketplace's risk level. Comes in: the plugin and the facts; goes out: the level and its reasons. Apart because
//! the reasons are a table.

use super::activities::action_id;
use super::{Level, Reason, Risk, Tables};
use crate::flow::{CodeFacts, Confidence, Practice};
use crate::knowledge::compare_rows::RiskRow;
use crate::plugin::Plugin;
use crate::source::{FileId, FileKind, Span};

/// The highest level that a row of the table reaches, with the reasons of that level and of all.
pub(super) fn of(tables: Tables, plugin: &Plugin, facts: &CodeFacts) -> Risk {
    let all = reasons(tables, plugin, facts);
    let level = all.iter().map(|(level, _)| *level).max().unwrap_or(Level::Low);
    let reasons = all.iter().filter(|(of, _)| *of == level).map(|(_, reason)| reason.clone()).collect();
    Risk { level, reasons, all }
}

/// Every reason that shows, in the order of the table, each once with its gravest level.
fn reasons(tables: Tables, plugin: &Plugin, facts: &CodeFacts) -> Vec<(Level, Reason)> {
    let mut found: Vec<(Level, Reason)> = Vec::new();
    for row in &tables.comparing.risks {
        let Some(locations) = shows(tables, row, plugin, facts) else { continue };
        if !found.iter().any(|(_, reason)| reason.text == row.reason) {
            let level = Level::of(&row.level);
            found.push((level, Reason { text: row.reason.clone(), location: locations.first().copied() }));
        }
    }
    found
}

/// The places where the row shows; `None` where it does not apply.
fn shows(tables: Tables, row: &RiskRow, plugin: &Plugin, facts: &CodeFacts) -> Option<Vec<Span>> {
    // The same capability may come at both levels: writing a temporary file is no work on the file system.
    let capability = facts
        .capabilities
        .iter()
        .find(|capability| capability.id == row.capability && capability.level == row.level)
        .map(|capability| capability.locations.clone());
    let practice = || {
        let shows = |practice: &&Practice| {
            practice.confidence > Confidence::Low
                && row.types.contains(&tables.knowledge.type_row(practice.data_type).id)
                && (row.actions.is_empty() || row.actions.iter().any(|id| id == action_id(practice.action)))
        };
        facts.practices.iter().find(shows).map(|practice| practice.locations.clone())
    };
    let compiled = || {
        let places: Vec<Span> = compiled_files(plugin).collect();
        (row.compiled && !places.is_empty()).then_some(places)
    };
    capability.or_else(practice).or_else(compiled)
}

/// The compiled files of a plugin, as places.
pub fn compiled_files(plugin: &Plugin) -> impl Iterator<Item = Span> {
    let files = plugin.files.iter().enumerate().filter(|(_, file)| file.kind == FileKind::Compiled);
    files.map(|(index, _)| Span { file: FileId(u32::try_from(index).unwrap_or(u32::MAX)), start: 0, end: 0 })
}
