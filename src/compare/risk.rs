//! The marketplace's risk level. Comes in: the facts; goes out: the level and its reasons. Apart because the reasons
//! are a table.

use super::activities::action_id;
use super::{Level, Reason, Risk, Tables};
use crate::flow::{CodeFacts, Confidence, Practice};
use crate::knowledge::compare_rows::RiskRow;
use crate::source::Span;

/// The highest level that a row of the table reaches, with the reasons of that level.
pub(super) fn of(tables: Tables, facts: &CodeFacts) -> Risk {
    let mut found: Vec<(Level, Reason)> = Vec::new();
    for row in &tables.comparing.risks {
        let level = if row.level == "high" { Level::High } else { Level::Medium };
        let Some(locations) = shows(tables, row, facts) else { continue };
        if !found.iter().any(|(_, reason)| reason.text == row.reason) {
            found.push((level, Reason { text: row.reason.clone(), location: locations.first().copied() }));
        }
    }
    let level = found.iter().map(|(level, _)| *level).max().unwrap_or(Level::Low);
    let reasons = found.into_iter().filter(|(of, _)| *of == level).map(|(_, reason)| reason).collect();
    Risk { level, reasons }
}

/// The places where the row shows; `None` where it does not apply.
fn shows<'a>(tables: Tables, row: &RiskRow, facts: &'a CodeFacts) -> Option<&'a [Span]> {
    // The same capability may come at both levels: writing a temporary file is no work on the file system.
    let capability = facts
        .capabilities
        .iter()
        .find(|capability| capability.id == row.capability && capability.level == row.level)
        .map(|capability| capability.locations.as_slice());
    capability.or_else(|| {
        let shows = |practice: &&Practice| {
            practice.confidence > Confidence::Low
                && row.types.contains(&tables.knowledge.type_row(practice.data_type).id)
                && (row.actions.is_empty() || row.actions.iter().any(|id| id == action_id(practice.action)))
        };
        facts.practices.iter().find(shows).map(|practice| practice.locations.as_slice())
    })
}
