//! Practices as a table for spreadsheets. Comes in: an [`Analysis`]; goes out: rows by RFC 4180. Apart because a
//! spreadsheet runs what looks like a formula: no cell may.

use super::text::escape;
use super::{Analysis, ids};
use crate::compare::{Tables, action_id};

/// The first row.
pub const HEAD: &str =
    "plugin,name,version,verdict,data_type,action,recipient,confidence,disclosure,file,line,column\r\n";

/// A row for each practice.
pub fn rows(tables: Tables, analysis: &Analysis) -> String {
    let manifest = &analysis.plugin.manifest;
    let mut out = String::new();
    for (practice, disclosure) in analysis.facts.practices.iter().zip(&analysis.comparison.practices) {
        let place = practice.locations.first().and_then(|&span| analysis.place(span));
        let (file, line, column) = place.map_or_else(Default::default, |place| {
            (place.path, place.line.to_string(), place.column.to_string())
        });
        let recipient = ids::recipient(tables.knowledge, &practice.recipient).unwrap_or_default();
        let cells = [
            analysis.plugin.path.as_str(),
            &manifest.name,
            &manifest.version,
            analysis.comparison.verdict.id(),
            &tables.knowledge.type_row(practice.data_type).id,
            action_id(practice.action),
            &recipient,
            ids::confidence(practice.confidence),
            disclosure.class.id(),
            &file,
            &line,
            &column,
        ];
        out.push_str(&cells.map(cell).join(","));
        out.push_str("\r\n");
    }
    out
}

/// What a spreadsheet takes for the beginning of a formula, also in the wide forms that it reads alike.
const FORMULA: &[char] = &['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

/// A cell: on one line, quoted where it has to be, and with an apostrophe before what a spreadsheet would run.
fn cell(text: &str) -> String {
    let text = escape(text);
    let text = if text.trim_start().starts_with(FORMULA) { format!("'{text}") } else { text };
    if text.contains([',', ';', '"']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn cells_are_quoted_and_run_nothing() {
        assert_eq!(cell("a"), "a");
        assert_eq!(cell("a,b"), "\"a,b\"");
        assert_eq!(cell("say \"a\""), "\"say \"\"a\"\"\"");
        assert_eq!(cell("=1+1"), "'=1+1");
        assert_eq!(cell(" \t=1+1"), "'  =1+1");
        assert_eq!(cell("\u{ff1d}1"), "'\u{ff1d}1");
        assert_eq!(cell("a\u{1b}[2J\r\nb"), "a\\u{1b}[2J  b");
        assert_eq!(cell("@SUM(A1,B1)"), "\"'@SUM(A1,B1)\"");
    }
}
