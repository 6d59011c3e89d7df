//! Several plugins: a line each, the one that needs the most attention first, then the totals. Comes in: briefs; goes out:
//! the lines. Apart because the columns fit only when all plugins are known.

use std::fmt::Write;

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use super::table::{Table, fitting, keep_start, wrapped};
use super::{BOLD, DIM, count, escape, severities, verdict_style};
use crate::report::{Brief, Look, Summary, rows};

/// Columns that a plugin's path may take; what is disclosed has to fit beside it.
const PATH: usize = 34;

/// The table and the totals.
pub(super) fn table(look: &Look, held: &[(Brief, String)], summary: &Summary) -> String {
    let longest = held.iter().map(|(brief, _)| escape(&brief.path).width()).max().unwrap_or(0).clamp(6, PATH);
    let mut out = String::new();
    let room = look.width.saturating_sub("undisclosed".len() + longest + 4).max(20);
    let mut table = Table::new(&["VERDICT", "PLUGIN", "NOT DISCLOSED"]).widest(longest);
    for (brief, _) in held {
        let path = last_parts(&escape(&brief.path), longest);
        let cells = vec![(brief.verdict.id().to_owned(), verdict_style(brief.verdict)), (path, Style::new())];
        table.row(cells, vec![fitting(&lacks(brief), room)], DIM);
    }
    table.write(&mut out, look.width);
    let out = out.trim_start_matches('\n');
    let mut out = format!(
        "{out}\n{BOLD}{}{BOLD:#}: {} undisclosed, {} incomplete, {} ok; {}.\n",
        count(summary.plugins, "plugin"),
        summary.undisclosed,
        summary.incomplete,
        summary.ok,
        severities(summary),
    );
    let set_aside = held.iter().filter(|(brief, _)| !brief.set_aside.is_empty());
    for (index, (brief, _)) in set_aside.enumerate() {
        if index == 0 {
            let _ = writeln!(out, "\n{BOLD}SET ASIDE{BOLD:#}");
        }
        wrapped(&mut out, look.width, "", &format!("{}: {}", escape(&brief.path), escape(&brief.set_aside)));
    }
    out
}

/// What is not disclosed, the gravest first.
fn lacks(brief: &Brief) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for (class, titles) in &brief.undisclosed {
        let mut titles = titles.iter();
        parts.extend(titles.next().map(|first| format!("{}: {first}", class.id())));
        parts.extend(titles.cloned());
    }
    let mut unnamed = brief.unnamed.iter().map(|name| escape(name));
    parts.extend(unnamed.next().map(|first| format!("not named: {first}")));
    parts.extend(unnamed);
    if let Some(policy) = rows::no_policy(brief.status) {
        if parts.is_empty() {
            parts.push(policy.to_owned());
        } else if let Some(first) = parts.first_mut() {
            // Without a policy nothing is disclosed: the class says nothing more.
            *first = format!("{policy}: {}", first.split_once(": ").map_or("", |(_, rest)| rest));
        }
    }
    if brief.missed > 0 {
        parts.push("not all analysed".to_owned());
    }
    parts
}

/// A path without its first folders where it is too long, else without its middle.
fn last_parts(path: &str, width: usize) -> String {
    let mut rest = path;
    while rest.width() + 2 > width && path.width() > width {
        let Some((_, after)) = rest.split_once('/') else {
            let count = path.chars().count();
            let tail: String = path.chars().skip(count.saturating_sub(width / 2)).collect();
            return format!("{}{tail}", keep_start(path, width.saturating_sub(tail.width())));
        };
        rest = after;
    }
    if rest.len() == path.len() { path.to_owned() } else { format!("…/{rest}") }
}
