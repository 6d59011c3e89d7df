//! Tells what could not be read, once for the plugin.

use super::wording::and;
use super::{Case, Example, Finding, Help, Rule, Severity};
use crate::source::{NotAnalysed, Span};

/// Rows that the message names; the report lists all.
const NAMED: usize = 3;

pub(super) const RULE: Rule = Rule {
    id: "not-analysed",
    severity: Severity::Warning,
    title: "Something could not be analysed",
    help: Help {
        what: "Part of the plugin could not be read or was too large, or it sends data about people to a host that could not be worked out; so the report may lack something.",
        why: "A report that is silent about what it did not see is no proof of anything.",
        fix: "Mend the file, write the host so that it can be read, or look at it by hand.",
        passes: Example::of(&[("tools/more.py", "def more():\n    return 1")]),
        fails: Example::of(&[("tools/more.py", "def more(:\n    return 1")]),
    },
    check,
};

fn check(case: &Case) -> Vec<Finding> {
    let rows: Vec<&NotAnalysed> = case.plugin.not_analysed.iter().chain(&case.facts.not_analysed).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let name = |row: &NotAnalysed| match row.path.as_str() {
        "." => row.reason.clone(),
        path => format!("{path} ({})", row.reason),
    };
    let mut named: Vec<String> = rows.iter().take(NAMED).map(|row| name(row)).collect();
    if rows.len() > NAMED {
        named.push(format!("{} more", rows.len() - NAMED));
    }
    let message = format!("Not all could be analysed: {}.", and(&named));
    let files = rows.iter().filter_map(|row| case.plugin.find(&row.path));
    let locations = files.map(|file| Span { file, start: 0, end: 0 }).collect();
    // A plugin of which nothing could be read must not pass.
    let severity = if case.plugin.files.is_empty() { Severity::Error } else { RULE.severity };
    let finding = case.finding(RULE.id, "", message);
    finding.map(|finding| Finding { severity, locations, ..finding }).into_iter().collect()
}
