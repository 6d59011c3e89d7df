//! Markdown for a pull-request comment and a job summary. Comes in: an [`Analysis`]; goes out: a section: verdict, findings,
//! the details folded away. Apart because the text of a plugin must not become markup, a mention or a link here.

use std::fmt::Write;

use super::text::count;
use super::{Analysis, Look, Summary, places, settings};
use crate::compare::{Tables, action_id};
use crate::flow::Recipient;
use crate::rules::wording::{plain_title, recipient_name};
use crate::source::Place;

/// Characters of a comment that code hosts take, with room for the last line.
pub const LIMIT: usize = 60_000;

/// Places named for one finding; the details of a report are elsewhere.
const PLACES: usize = 3;

/// The section of one plugin.
pub fn plugin(tables: Tables, look: &Look, analysis: &Analysis) -> String {
    let manifest = &analysis.plugin.manifest;
    let name = if manifest.name.is_empty() { &analysis.plugin.path } else { &manifest.name };
    let summary = Summary::of(analysis);
    let mut out = String::new();
    let _ = writeln!(
        out,
        "### {} {}: {}\n",
        escape(name),
        escape(&manifest.version),
        analysis.comparison.verdict.id()
    );
    let _ = writeln!(
        out,
        "{}. Risk: {}.\n",
        super::text::severities(&summary),
        analysis.comparison.risk.level.id()
    );
    for finding in &analysis.findings {
        let _ = writeln!(
            out,
            "- **{}** `{}`: {}",
            finding.severity.id(),
            finding.rule.id,
            escape(&finding.message)
        );
        let (at, more) = places::named(analysis, finding, PLACES);
        let at: Vec<String> = at.iter().map(|place| link(look, analysis, place)).collect();
        if !at.is_empty() {
            let more = if more == 0 { String::new() } else { format!(" and {more} more") };
            let _ = writeln!(out, "  at {}{more}", at.join(", "));
        }
    }
    if !analysis.findings.is_empty() {
        out.push('\n');
    }
    details(tables, look, analysis, &mut out);
    changes(tables, analysis, &mut out);
    out
}

/// What the configuration took out, folded away.
fn changes(tables: Tables, analysis: &Analysis, out: &mut String) {
    let mut lines = settings::changes(tables, analysis);
    lines.extend(settings::set_aside(analysis));
    if lines.is_empty() {
        return;
    }
    let used = settings::used(analysis);
    let by = if used.is_empty() { String::new() } else { format!(" ({})", escape(&used)) };
    let _ = writeln!(out, "<details><summary>Set aside{by}</summary>\n");
    for line in lines {
        let _ = writeln!(out, "- {}", escape(&line));
    }
    out.push_str("\n</details>\n\n");
}

/// The last line of a report of several plugins; `hidden` is the number of those that did not fit.
pub fn closing(look: &Look, summary: &Summary, hidden: usize) -> String {
    let mut out = String::new();
    if hidden > 0 {
        let _ = writeln!(
            out,
            "{} left out: the text would be too long for a comment.\n",
            count(hidden, "more plugin")
        );
    }
    if !look.single {
        let _ = writeln!(
            out,
            "{}: {} ok, {} undisclosed, {} incomplete.",
            count(summary.plugins, "plugin"),
            summary.ok,
            summary.undisclosed,
            summary.incomplete
        );
    }
    out
}

fn details(tables: Tables, look: &Look, analysis: &Analysis, out: &mut String) {
    if analysis.facts.practices.is_empty() {
        return;
    }
    out.push_str("<details><summary>What the code does with data about people</summary>\n\n");
    out.push_str("| data | action | recipient | confidence | policy | place |\n|---|---|---|---|---|---|\n");
    for (practice, found) in analysis.facts.practices.iter().zip(&analysis.comparison.practices) {
        let apart = tables.knowledge.type_row(practice.data_type).group == "apart";
        let recipient = match practice.recipient {
            Recipient::Own => String::new(),
            _ => escape(&recipient_name(tables.knowledge, &practice.recipient)),
        };
        let place = practice.locations.first().and_then(|&span| analysis.place(span));
        let _ = writeln!(
            out,
            "| {} | {} | {recipient} | {} | {} | {} |",
            plain_title(tables.knowledge, practice.data_type),
            action_id(practice.action),
            super::ids::confidence(practice.confidence),
            if apart { "" } else { found.class.id() },
            place.map_or_else(String::new, |place| link(look, analysis, &place)),
        );
    }
    out.push_str("\n</details>\n\n");
}

/// A place as code, linked where a base is given.
fn link(look: &Look, analysis: &Analysis, place: &Place) -> String {
    let text = format!("{}:{}", escape(&place.path), place.line);
    match &look.link_base {
        None => text,
        Some(base) => {
            let path = places::uri(&places::path(look, analysis, &place.path));
            format!("[{text}]({}/{path}#L{})", base.trim_end_matches('/'), place.line)
        }
    }
}

/// Text that stays text in Markdown: no markup, no HTML, no mention, no bare link, one line.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let text = super::text::escape(text);
    let mut before = ' ';
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            // Between letters it is part of a name.
            '_' if before.is_alphanumeric() && letters.peek().is_some_and(|next| next.is_alphanumeric()) => {
                out.push(c);
            }
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' => {
                out.push('\\');
                out.push(c);
            }
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            // Neither a mention of somebody nor an address that is linked by itself.
            '@' => out.push_str("&#64;"),
            ':' if letters.peek() == Some(&'/') => out.push_str("&#58;"),
            c => out.push(c),
        }
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn text_stays_text() {
        assert_eq!(escape("a | b"), "a \\| b");
        assert_eq!(escape("<img src=x>"), "&lt;img src=x&gt;");
        assert_eq!(escape("@owner"), "&#64;owner");
        assert_eq!(escape("http://example.com"), "http&#58;//example.com");
        assert_eq!(escape("a\n# b"), "a \\# b");
        assert_eq!(escape("a_b _c_: d"), "a_b \\_c\\_: d");
        assert_eq!(escape("[a](b)"), "\\[a\\](b)");
    }
}
