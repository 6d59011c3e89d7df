//! Markdown for a pull-request comment and a job summary. Comes in: an [`Analysis`]; goes out: a section: verdict, findings,
//! the details folded away; for several plugins a table before the sections. Apart because the text of a plugin must not
//! become markup, a mention or a link here, and because code hosts take only so much.

use std::fmt::Write;

use super::text::{count, severities};
use super::{Analysis, Brief, Look, Summary, places, rows, settings};
use crate::compare::{Class, Tables, Verdict, action_id};
use crate::rules::Finding;
use crate::rules::wording::capital;
use crate::source::Place;

/// Bytes of a comment that code hosts take.
pub const COMMENT: usize = 65_536;

/// Places named for one finding; the details of a report are elsewhere.
const PLACES: usize = 3;
/// Of this many parts of the whole the table of several plugins takes at most three.
const PARTS: usize = 5;
/// Room for the lines that say what was left out.
const RESERVE: usize = 400;

/// The section of one plugin.
pub fn plugin(tables: Tables, look: &Look, analysis: &Analysis) -> String {
    let manifest = &analysis.plugin.manifest;
    let name = if manifest.name.is_empty() { &analysis.plugin.path } else { &manifest.name };
    let verdict = analysis.comparison.verdict.id();
    let totals = severities(&Summary::of(analysis));
    let (name, version) = (escape(name), escape(&manifest.version));
    let mut out = if look.single {
        format!("### {verdict}: {name} {version}\n\n")
    } else {
        let path = escape(&analysis.plugin.path);
        format!("<details>\n<summary><b>{verdict}</b> {path} {version}: {totals}</summary>\n\n")
    };
    let missing = rows::no_policy(analysis.policy.status)
        .map_or_else(String::new, |text| format!(" {}.", capital(text)));
    let reasons: Vec<String> =
        analysis.comparison.risk.reasons.iter().map(|reason| escape(&reason.text)).collect();
    let reasons = if reasons.is_empty() { String::new() } else { format!(" ({})", reasons.join(", ")) };
    let _ = writeln!(out, "{totals}.{missing} Risk: {}{reasons}.\n", analysis.comparison.risk.level.id());
    findings(look, analysis, &mut out);
    practices(tables, look, analysis, &mut out);
    not_analysed(analysis, &mut out);
    set_aside(tables, analysis, &mut out);
    if !look.single {
        out.push_str("</details>\n\n");
    }
    out
}

/// What the configuration, suppressions and the baseline took out, folded away.
fn set_aside(tables: Tables, analysis: &Analysis, out: &mut String) {
    let mut lines = settings::changes(tables, analysis);
    lines.extend(settings::set_aside(analysis));
    if lines.is_empty() {
        return;
    }
    let used = settings::used(analysis);
    let by = if used.is_empty() { String::new() } else { format!(" ({})", escape(&used)) };
    let _ = writeln!(out, "<details>\n<summary>Set aside{by}</summary>\n");
    for line in lines {
        let _ = writeln!(out, "- {}", escape(&line));
    }
    out.push_str("\n</details>\n\n");
}

/// The whole report, within the limit.
pub fn document(look: &Look, held: &[(Brief, String)], summary: &Summary) -> String {
    match held {
        [(_, section)] if look.single => cut(section, look.limit),
        _ => several(look, held, summary),
    }
}

/// The totals, a table, and the sections of those plugins that have findings, as many as fit.
fn several(look: &Look, held: &[(Brief, String)], summary: &Summary) -> String {
    let mut out = format!(
        "### {}: {} undisclosed, {} incomplete, {} ok\n\n{}.\n\n| verdict | plugin | not disclosed |\n|---|---|---|\n",
        count(summary.plugins, "plugin"),
        summary.undisclosed,
        summary.incomplete,
        summary.ok,
        severities(summary)
    );
    let room = look.limit.saturating_sub(RESERVE);
    let mut listed = 0;
    for (brief, _) in held {
        let row = table_row(brief);
        if out.len() + row.len() > room / PARTS * 3 {
            break;
        }
        out.push_str(&row);
        listed += 1;
    }
    out.push('\n');
    if listed < held.len() {
        let _ = writeln!(out, "{} more.\n", count(held.len() - listed, "plugin"));
    }
    sections(&mut out, held, room);
    out
}

/// The sections of the plugins that have findings, as many as fit into `room`.
fn sections(out: &mut String, held: &[(Brief, String)], room: usize) {
    let told: Vec<&str> = held
        .iter()
        .filter(|(brief, _)| {
            brief.verdict != Verdict::Ok || brief.summary.errors + brief.summary.warnings > 0
        })
        .map(|(_, section)| section.as_str())
        .collect();
    for (index, section) in told.iter().enumerate() {
        if out.len() + section.len() > room {
            let left = count(told.len() - index, "plugin");
            let _ = writeln!(
                out,
                "The details of {left} are left out: the text would be too long for a comment."
            );
            break;
        }
        out.push_str(section);
    }
}

fn table_row(brief: &Brief) -> String {
    let mut lacks: Vec<String> = rows::no_policy(brief.status).map(str::to_owned).into_iter().collect();
    for (class, titles) in &brief.undisclosed {
        lacks.push(format!("{}: {}", class.id(), escape(&titles.join(", "))));
    }
    if !brief.unnamed.is_empty() {
        lacks.push(format!("not named: {}", escape(&brief.unnamed.join(", "))));
    }
    if brief.missed > 0 {
        lacks.push("not all analysed".to_owned());
    }
    let (path, version) = (escape(&brief.path), escape(&brief.version));
    format!("| {} | {path} {version} | {} |\n", brief.verdict.id(), lacks.join("; "))
}

/// Whole lines of `text` within `limit` bytes; folds that are open where it ends are closed.
fn cut(text: &str, limit: usize) -> String {
    if text.len() <= limit {
        return text.to_owned();
    }
    let room = limit.saturating_sub(RESERVE);
    let mut out = String::new();
    let mut open = 0_usize;
    for line in text.split_inclusive('\n') {
        if out.len() + line.len() > room {
            break;
        }
        open += usize::from(line.starts_with("<details>"));
        open -= usize::from(line.starts_with("</details>"));
        out.push_str(line);
    }
    out.push('\n');
    for _ in 0..open {
        out.push_str("</details>\n\n");
    }
    out.push_str("The rest is left out: the text would be too long for a comment.\n");
    out
}

/// The gravest findings stand open, the others are folded; those of one rule stand together.
fn findings(look: &Look, analysis: &Analysis, out: &mut String) {
    let gravest = analysis.findings.first().map(|finding| finding.severity);
    let (open, folded): (Vec<&Finding>, Vec<&Finding>) =
        analysis.findings.iter().partition(|finding| Some(finding.severity) == gravest);
    list(look, analysis, &open, out);
    if !folded.is_empty() {
        let _ = writeln!(out, "\n<details>\n<summary>{}</summary>\n", lighter(&folded));
        list(look, analysis, &folded, out);
        out.push_str("\n</details>\n");
    }
    if !analysis.findings.is_empty() {
        out.push('\n');
    }
}

fn list(look: &Look, analysis: &Analysis, findings: &[&Finding], out: &mut String) {
    for group in
        findings.chunk_by(|one, other| (one.rule.id, one.severity) == (other.rule.id, other.severity))
    {
        let Some(first) = group.first() else { continue };
        let (severity, rule, fix) = (first.severity.id(), first.rule.id, message(first.rule.help.fix));
        let _ = writeln!(out, "- **{severity}** `{rule}`: {fix}");
        for finding in group {
            let at = places::named(analysis, finding, PLACES, |place| link(look, analysis, place));
            let joint = if at.is_empty() { "" } else { "\\\n    " };
            let _ = writeln!(out, "  - {}{joint}{at}", message(&finding.message));
        }
    }
}

/// "2 warnings, 1 note".
fn lighter(findings: &[&Finding]) -> String {
    let mut parts: Vec<(&str, usize)> = Vec::new();
    for finding in findings {
        match parts.last_mut().filter(|(id, _)| *id == finding.severity.id()) {
            Some((_, number)) => *number += 1,
            None => parts.push((finding.severity.id(), 1)),
        }
    }
    parts.iter().map(|(id, number)| count(*number, id)).collect::<Vec<_>>().join(", ")
}

/// A table of the practices that are sure; the others are a number.
fn practices(tables: Tables, look: &Look, analysis: &Analysis, out: &mut String) {
    let rows = rows::practices(tables, analysis);
    let sure = rows.iter().filter(|row| row.sure).count();
    if sure == 0 {
        return;
    }
    let _ = writeln!(
        out,
        "<details>\n<summary>What the code does with data about people: {}</summary>\n\n\
         | data | action | recipient | policy | place |\n|---|---|---|---|---|",
        count(sure, "practice")
    );
    for row in rows.iter().filter(|row| row.sure) {
        let place = row.places.first().map_or_else(String::new, |place| link(look, analysis, place));
        let more = if row.places.len() > 1 { format!(" +{}", row.places.len() - 1) } else { String::new() };
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {place}{more} |",
            escape(&row.data),
            action_id(row.practice.action),
            escape(&row.recipient),
            row.class.map_or("", Class::id),
        );
    }
    if rows.len() > sure {
        let _ = writeln!(
            out,
            "\nTo be checked: {} more of low confidence, which decide nothing.",
            rows.len() - sure
        );
    }
    out.push_str("\n</details>\n\n");
}

fn not_analysed(analysis: &Analysis, out: &mut String) {
    let rows: Vec<_> = analysis.plugin.not_analysed.iter().chain(&analysis.facts.not_analysed).collect();
    if rows.is_empty() {
        return;
    }
    let _ = writeln!(out, "<details>\n<summary>Not analysed: {}</summary>\n", count(rows.len(), "place"));
    for row in rows {
        let _ = writeln!(out, "- {}: {}", escape(&row.path), message(&row.reason));
    }
    out.push_str("\n</details>\n\n");
}

/// A place, linked where a base is given.
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

/// A sentence of ours: names between backticks stay code, where nothing is markup.
fn message(text: &str) -> String {
    let mut out = String::new();
    for (code, part) in super::text::names(&super::text::escape(text)) {
        let _ = if code { write!(out, "`{part}`") } else { write!(out, "{}", escape(part)) };
    }
    out
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
            // Neither a mention of somebody nor an address that is linked by itself: code hosts look for those after
            // entities are read, so the sign needs something invisible after it.
            '@' => out.push_str("@&#8203;"),
            ':' if letters.peek() == Some(&'/') => out.push_str("&#58;"),
            '.' if before == 'w' => out.push_str("&#46;"),
            c => out.push(c),
        }
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        assert_eq!(escape("a | b"), "a \\| b");
        assert_eq!(escape("<img src=x>"), "&lt;img src=x&gt;");
        assert_eq!(escape("@owner"), "@&#8203;owner");
        assert_eq!(escape("http://example.com"), "http&#58;//example.com");
        assert_eq!(escape("www.example.com"), "www&#46;example.com");
        assert_eq!(escape("a\n# b"), "a \\# b");
        assert_eq!(escape("a_b _c_: d"), "a_b \\_c\\_: d");
        assert_eq!(escape("[a](b)"), "\\[a\\](b)");
    }

    #[test]
    fn names_stay_code_and_nothing_else_does() {
        assert_eq!(message("parameter `user_id` is"), "parameter `user_id` is");
        assert_eq!(message("`<b>` <b> `x"), "`<b>` &lt;b&gt; \\`x");
        assert_eq!(message("`a\nb\u{202e}` c"), "`a b\\u{202e}` c");
    }

    #[test]
    fn a_long_section_is_cut_between_lines_and_its_folds_are_closed() {
        let line = "- a finding of some length\n";
        let text = format!("### x\n<details>\n<summary>s</summary>\n\n{}</details>\n", line.repeat(100));
        let short = cut(&text, 1000);
        assert!(short.len() <= 1000);
        assert!(short.contains("</details>\n\nThe rest is left out"), "{short}");
        assert_eq!(cut(&text, text.len()), text);
    }
}
