//! Findings for the machines of code hosts: workflow commands and code-quality JSON. Comes in: an [`Analysis`]; goes out:
//! lines. Apart because neither shows more than findings.

use std::fmt::Write;

use serde_json::json;

use super::{Analysis, Look, places};
use crate::rules::Severity;
use crate::source::is_hidden;

/// GitHub workflow commands, a line for each finding.
pub fn github(look: &Look, analysis: &Analysis) -> String {
    let mut out = String::new();
    for finding in &analysis.findings {
        let kind = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let place = places::best(analysis, finding).map_or_else(String::new, |place| {
            let file = property(&places::path(look, analysis, &place.path));
            // A column range is taken only within one line.
            let end = finding.locations.first().and_then(|&span| places::end(analysis, span));
            let end = end.filter(|&(line, column)| line == place.line && column > place.column);
            let end =
                end.map_or_else(String::new, |(line, column)| format!("endLine={line},endColumn={column},"));
            format!("file={file},line={},col={},{end}", place.line, place.column)
        });
        let title = property(finding.rule.title);
        let _ = writeln!(out, "::{kind} {place}title={title}::{}", data(&finding.message));
    }
    out
}

/// The objects of GitLab's code-quality report, with commas between them.
pub fn gitlab(look: &Look, analysis: &Analysis) -> String {
    let rows = analysis.findings.iter().map(|finding| {
        let severity = match finding.severity {
            Severity::Error => "major",
            Severity::Warning => "minor",
            Severity::Note => "info",
        };
        let place = places::best(analysis, finding);
        let path = place.as_ref().map_or("", |place| place.path.as_str());
        let row = json!({
            "description": finding.message,
            "check_name": finding.rule.id,
            "fingerprint": finding.fingerprint,
            "severity": severity,
            "location": {
                "path": places::path(look, analysis, path),
                "lines": {"begin": place.as_ref().map_or(1, |place| place.line)},
            },
        });
        super::json::visible(&row.to_string())
    });
    rows.collect::<Vec<_>>().join(",\n")
}

/// The text of a workflow command.
fn data(text: &str) -> String {
    let escape = |c: char| c != '\r' && c != '\n' && is_hidden(c);
    let text: String = text
        .chars()
        .flat_map(|c| if escape(c) { c.escape_unicode().collect::<Vec<_>>() } else { vec![c] })
        .collect();
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a workflow command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
