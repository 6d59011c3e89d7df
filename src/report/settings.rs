//! What configuration was used, and all that it took out. Comes in: an [`Analysis`]; goes out: a line for each, the same
//! in every format for people. Apart because nothing may be hidden silently, whatever the format.

use super::Analysis;
use super::ids;
use crate::compare::{Tables, action_id};
use crate::config::RuleLevel;
use crate::flow::Recipient;
use crate::rules::suppress::By;
use crate::rules::wording::{plain_title, recipient_name};
use crate::source::Span;

/// What was used: the files' names; empty without any.
pub fn used(analysis: &Analysis) -> String {
    let effect = &analysis.effect;
    let config = Some(&effect.config).filter(|name| !name.is_empty());
    config.into_iter().chain(&effect.models).map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// What the configuration took out or changed, a line each.
pub fn changes(tables: Tables, analysis: &Analysis) -> Vec<String> {
    let effect = &analysis.effect;
    let knowledge = tables.knowledge;
    let mut lines = Vec::new();
    for change in &effect.rules {
        let count = super::text::count(change.findings, "finding");
        let what = match change.level {
            RuleLevel::Off => format!("is off: {count} not shown"),
            level => format!("is {}: {count}", ids::level(level)),
        };
        lines.push(format!("rule {} {what}", change.rule.id));
    }
    for (practice, why) in &effect.accepted.practices {
        let whom = match practice.recipient {
            Recipient::Own => String::new(),
            _ => format!(" {}", recipient_name(knowledge, &practice.recipient)),
        };
        let data = plain_title(knowledge, practice.data_type);
        let place = place(analysis, practice.locations.first());
        lines.push(format!("{data}, {}{whom}{place}: {why}", action_id(practice.action)));
    }
    for (party, why) in &effect.accepted.third_parties {
        let place = place(analysis, party.locations.first());
        lines.push(format!("{}{place}: {why}", recipient_name(knowledge, &party.recipient)));
    }
    lines
}

/// Findings that comments took out, entries of the baseline that are gone, what the plugin brings and was not followed: a
/// line each.
pub fn set_aside(analysis: &Analysis) -> Vec<String> {
    let effect = &analysis.effect;
    let mut lines = Vec::new();
    for one in &effect.suppressed {
        if let By::Comment(span, reason) = &one.by {
            let place = place(analysis, Some(span));
            lines.push(format!("suppressed: {}{place}: {reason}", one.finding.rule.id));
        }
    }
    let (_, known) = effect.counts();
    if known > 0 {
        lines.push(format!("in the baseline: {}", super::text::count(known, "finding")));
    }
    for entry in &effect.gone {
        lines.push(format!("in the baseline and gone: {}: {}", entry.rule, entry.message));
    }
    for row in &effect.not_followed {
        lines.push(format!("not followed: {}: {}", row.path, row.reason));
    }
    lines
}

/// All of it in a few words, for a report of many plugins; empty where nothing was changed.
pub fn brief(analysis: &Analysis) -> String {
    let effect = &analysis.effect;
    let off = effect.rules.iter().filter(|change| change.level == RuleLevel::Off);
    let off: usize = off.map(|change| change.findings).sum();
    let accepted = effect.accepted.practices.len() + effect.accepted.third_parties.len();
    let mut parts = Vec::new();
    if off > 0 {
        parts.push(format!("{} turned off", super::text::count(off, "finding")));
    }
    if accepted > 0 {
        parts.push(format!("{accepted} accepted"));
    }
    let (suppressed, known) = effect.counts();
    let numbers = [
        (suppressed, "suppressed"),
        (known, "in the baseline"),
        (effect.gone.len(), "in the baseline and gone"),
        (effect.not_followed.len(), "brought along and not followed"),
    ];
    parts.extend(
        numbers.iter().filter(|(number, _)| *number > 0).map(|(number, what)| format!("{number} {what}")),
    );
    parts.join(", ")
}

fn place(analysis: &Analysis, span: Option<&Span>) -> String {
    let place = span.and_then(|&span| analysis.place(span));
    place.map_or_else(String::new, |place| format!(" ({}:{})", place.path, place.line))
}
