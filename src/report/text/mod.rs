//! The report for people at a terminal. Comes in: an [`Analysis`]; goes out: text with colour codes, which the stream that
//! it is written to removes where they are not wanted. Apart because layout is all it knows. Everything that comes from
//! the plugin is escaped: no file name moves the cursor.

mod many;
mod page;
mod table;

use std::fmt::Write;

use anstyle::{AnsiColor, Style};

use super::{Analysis, Brief, Look, Summary};
use crate::compare::{Class, Tables, Verdict};
use crate::rules::Severity;
use crate::source::is_hidden;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const RED: Style = AnsiColor::Red.on_default().bold();
const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
const GREEN: Style = AnsiColor::Green.on_default().bold();
const BLUE: Style = AnsiColor::Blue.on_default().bold();

/// The page of the only plugin; several have a line each, which follows from their briefs.
pub fn plugin(tables: Tables, look: &Look, analysis: &Analysis) -> String {
    if look.single { page::page(tables, look, analysis) } else { String::new() }
}

/// The whole report.
pub fn document(look: &Look, held: &[(Brief, String)], summary: &Summary) -> String {
    let text = match held {
        [(_, page)] if look.single => page.clone(),
        _ => many::table(look, held, summary),
    };
    if look.colour { text } else { anstream::adapter::strip_str(&text).to_string() }
}

/// Text of a plugin without anything that a terminal would act on or that nobody sees, see [`is_hidden`]: it is written as
/// an escape. So is what would make a line of a build's log a command to the machine that keeps the log: `::` where a word
/// begins, and `##[` anywhere.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let rest = text.get(at..).unwrap_or("");
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            c if is_hidden(c) => {
                let _ = write!(out, "{}", c.escape_unicode());
            }
            ':' if before.is_whitespace() && rest.starts_with("::") => out.push_str("\\u{3a}"),
            '#' if is_log_command(rest) => out.push_str("\\u{23}"),
            c => out.push(c),
        }
        before = c;
    }
    out
}

/// `##[command]` of one family of build machines, `##word[command]` of others.
pub(super) fn is_log_command(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("##") else { return false };
    rest.trim_start_matches(|c: char| c.is_ascii_alphabetic()).starts_with('[')
}

/// Bytes between backticks that are taken for a name; more are two signs that have nothing to do with each other.
const LONGEST_NAME: usize = 120;

/// A sentence in parts, and for each whether it stood between backticks on one line.
pub fn names(text: &str) -> Vec<(bool, &str)> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((start, end)) = next_name(rest) {
        parts.extend(rest.get(..start - 1).filter(|before| !before.is_empty()).map(|before| (false, before)));
        parts.extend(rest.get(start..end).map(|name| (true, name)));
        rest = rest.get(end + 1..).unwrap_or("");
    }
    if !rest.is_empty() {
        parts.push((false, rest));
    }
    parts
}

/// The byte range of the next name between backticks.
fn next_name(text: &str) -> Option<(usize, usize)> {
    let fits =
        |name: &str| !name.is_empty() && name.len() <= LONGEST_NAME && !name.chars().any(char::is_control);
    text.match_indices('`').find_map(|(at, _)| {
        let name = text.get(at + 1..)?.split_once('`')?.0;
        fits(name).then_some((at + 1, at + 1 + name.len()))
    })
}

/// "1 error, 2 warnings, 0 notes".
pub fn severities(summary: &Summary) -> String {
    format!(
        "{}, {}, {}",
        count(summary.errors, "error"),
        count(summary.warnings, "warning"),
        count(summary.notes, "note")
    )
}

/// "1 note", "2 notes", "2 third parties".
pub fn count(number: usize, noun: &str) -> String {
    match (number, noun.strip_suffix('y')) {
        (1, _) => format!("1 {noun}"),
        (_, Some(stem)) => format!("{number} {stem}ies"),
        (_, None) => format!("{number} {noun}s"),
    }
}

fn verdict_style(verdict: Verdict) -> Style {
    match verdict {
        Verdict::Ok => GREEN,
        Verdict::Undisclosed => RED,
        Verdict::Incomplete => YELLOW,
    }
}

fn class_style(class: Class) -> Style {
    match class {
        Class::Clear => GREEN,
        Class::Vague => YELLOW,
        Class::Ambiguous | Class::Omitted | Class::Incorrect => RED,
    }
}

fn severity_style(severity: Severity) -> Style {
    match severity {
        Severity::Error => RED,
        Severity::Warning => YELLOW,
        Severity::Note => BLUE,
    }
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn nothing_moves_the_cursor_or_hides() {
        assert_eq!(escape("a\u{1b}[2Jb"), "a\\u{1b}[2Jb");
        assert_eq!(escape("a\u{202e}b\u{200b}c\u{e0041}"), "a\\u{202e}b\\u{200b}c\\u{e0041}");
        assert_eq!(escape("a\r\nb\tc"), "a  b c");
        assert_eq!(escape("::error::x a ::b c::d"), "\\u{3a}:error::x a \\u{3a}:b c::d");
        assert_eq!(escape("x##[group]##vso[a] ## b"), "x\\u{23}#[group]\\u{23}#vso[a] ## b");
        assert_eq!(escape("名前 ελ é"), "名前 ελ é");
    }
}
