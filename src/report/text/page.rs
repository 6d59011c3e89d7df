//! The page of one plugin: verdict, practices, third parties, findings with the code, what to do. Comes in: an analysis;
//! goes out: text with colour codes. Apart from the line that it has among many.

use std::fmt::Write;

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use super::table::{Table, keep_start, wrapped};
use super::{BOLD, DIM, GREEN, RED, class_style, count, escape, severities, severity_style, verdict_style};
use crate::compare::{PartyClass, Tables};
use crate::policy::Status;
use crate::report::rows::{self, Row};
use crate::report::{Analysis, Look, Summary, excerpt, places, settings};
use crate::rules::{Finding, Severity};
use crate::source::{Place, Span};

/// Places that a row of a table names.
const PLACES: usize = 4;
/// Places that a finding names after the one that it shows.
const OTHERS: usize = 8;
/// Lines of code that are shown of one place.
const LINES: u32 = 3;
/// Columns before the code of an excerpt.
const GUTTER: usize = 10;

/// Rules whose findings words of the policy mend.
const IN_WORDS: &[&str] = &[
    "ambiguous-data",
    "contradicted-data",
    "policy-silent-on-sharing",
    "policy-silent-on-use",
    "undisclosed-analytics",
    "undisclosed-data",
    "undisclosed-third-party",
    "unlinked-third-party",
    "vague-disclosure",
];

/// The page.
pub(super) fn page(tables: Tables, look: &Look, analysis: &Analysis) -> String {
    let rows = rows::practices(tables, analysis);
    let page = Page { tables, look, analysis, rows };
    let mut out = String::new();
    page.headline(&mut out);
    page.practices(&mut out);
    page.third_parties(&mut out);
    page.findings(&mut out);
    page.not_analysed(&mut out);
    page.set_aside(&mut out);
    page.advice(&mut out);
    out
}

struct Page<'a> {
    tables: Tables<'a>,
    look: &'a Look,
    analysis: &'a Analysis,
    rows: Vec<Row<'a>>,
}

impl Page<'_> {
    /// The verdict first; then what the plugin is, its policy, its risk.
    fn headline(&self, out: &mut String) {
        let analysis = self.analysis;
        let manifest = &analysis.plugin.manifest;
        let verdict = analysis.comparison.verdict;
        let style = verdict_style(verdict);
        let path = escape(&analysis.plugin.path);
        let name = if manifest.name.is_empty() { path.clone() } else { escape(&manifest.name) };
        let author = escape(&manifest.author);
        let by = if author.is_empty() { String::new() } else { format!(" by {author}") };
        let kinds = escape(&manifest.kinds.join(", "));
        let kinds = if kinds.is_empty() { String::new() } else { format!(", {kinds}") };
        let at = if path == "." || path == name { String::new() } else { format!(" ({path})") };
        let _ = writeln!(
            out,
            "{style}{}{style:#}  {BOLD}{name}{BOLD:#} {}{by}{kinds}{DIM}{at}{DIM:#}",
            verdict.id(),
            escape(&manifest.version)
        );
        self.wrapped(out, "", &format!("{}.", severities(&Summary::of(analysis))));
        self.wrapped(out, "", &format!("Policy: {}.", self.policy_line()));
        self.wrapped(out, "", &format!("Risk: {}.", self.risk_line()));
        let activities: Vec<&str> =
            analysis.comparison.activities.iter().map(|activity| activity.title.as_str()).collect();
        if !activities.is_empty() {
            self.wrapped(out, "", &format!("Activities: {}.", activities.join("; ")));
        }
        let outbound = &analysis.facts.outbound;
        if !outbound.unresolved.is_empty() {
            let calls = count(outbound.unresolved.len(), "outbound call");
            let at = by_file(&rows::lines(analysis, &outbound.unresolved), PLACES).join("; ");
            self.wrapped(out, "", &format!("{calls} of {} without a known host: {at}", outbound.total));
        }
    }

    fn policy_line(&self) -> String {
        let policy = &self.analysis.policy;
        let path = escape(policy.path.as_deref().unwrap_or("none"));
        match policy.status {
            Status::Present => format!(
                "{path} ({}), {}, {}",
                policy.languages.join(", "),
                count(policy.statements.len(), "statement"),
                count(policy.third_parties.len(), "third party")
            ),
            Status::Template => format!("{path}, a placeholder that nobody filled in"),
            Status::Empty => format!("{path}, empty"),
            Status::Missing => "none".to_owned(),
            Status::LinkOnly => format!("{path}, nothing but a link"),
            Status::Remote => format!("{path}, not read"),
        }
    }

    fn risk_line(&self) -> String {
        let risk = &self.analysis.comparison.risk;
        let reasons: Vec<String> = risk.reasons.iter().map(|reason| escape(&reason.text)).collect();
        if reasons.is_empty() {
            risk.level.id().to_owned()
        } else {
            format!("{}: {}", risk.level.id(), reasons.join(", "))
        }
    }

    /// The table of practices, the worst disclosure first; those to be checked are one sentence.
    fn practices(&self, out: &mut String) {
        let (sure, unsure): (Vec<&Row>, Vec<&Row>) = self.rows.iter().partition(|row| row.sure);
        if self.rows.is_empty() {
            let accepted = !self.analysis.effect.accepted.practices.is_empty();
            let other = if accepted { "other " } else { "" };
            let _ = writeln!(out, "\nNo {other}data about people was found in the code.");
        }
        let mut table = Table::new(&["DATA", "ACTION", "RECIPIENT", "POLICY", "PLACE"]);
        for row in sure {
            let (class, style) = row.class.map_or(("", DIM), |class| (class.id(), class_style(class)));
            let mut at = by_file(&row.places, PLACES);
            if let Some(origin) = row.origin(self.analysis) {
                at.push(format!("from {}:{}", escape(&origin.path), origin.line));
            }
            let cells = vec![
                (row.data.clone(), Style::new()),
                (crate::compare::action_id(row.practice.action).to_owned(), Style::new()),
                (escape(&row.recipient), Style::new()),
                (class.to_owned(), style),
            ];
            table.row(cells, at, DIM);
        }
        table.write(out, self.look.width);
        if unsure.is_empty() {
            return;
        }
        let told = unsure.iter().map(|row| {
            let place = row
                .places
                .first()
                .map_or_else(String::new, |at| format!(" ({}:{})", escape(&at.path), at.line));
            format!("{} {}{place}", row.data, escape(&row.deed()))
        });
        let told = told.collect::<Vec<_>>().join("; ");
        let _ = writeln!(out);
        self.wrapped(out, "", &format!("{DIM}To be checked, of low confidence: {told}.{DIM:#}"));
    }

    fn third_parties(&self, out: &mut String) {
        let mut table = Table::new(&["THIRD PARTY", "POLICY", "VIA", "HOSTS", "PLACE"]);
        for row in rows::parties(self.tables, self.analysis) {
            let style = row.class.map_or(DIM, |class| if class == PartyClass::Unnamed { RED } else { GREEN });
            let cells = vec![
                (escape(&row.name), Style::new()),
                (row.told.to_owned(), style),
                (row.party.via.join(", "), Style::new()),
                (hosts(&row.party.hosts), Style::new()),
            ];
            table.row(cells, by_file(&row.places, 1), DIM);
        }
        table.write(out, self.look.width);
    }

    fn findings(&self, out: &mut String) {
        for (index, finding) in self.analysis.findings.iter().enumerate() {
            if index == 0 {
                let _ = writeln!(out, "\n{BOLD}FINDINGS{BOLD:#}");
            }
            let style = severity_style(finding.severity);
            let (severity, rule) = (finding.severity.id(), finding.rule.id);
            let _ = writeln!(out, "{style}{severity}{style:#}[{rule}] {DIM}{}{DIM:#}", finding.fingerprint);
            self.wrapped(out, "  ", &escape(&finding.message));
            let before = index.checked_sub(1).and_then(|before| self.analysis.findings.get(before));
            let shown = before.and_then(|before| before.locations.first());
            self.code(out, finding, shown == finding.locations.first());
        }
    }

    /// The line of the best place with the span marked, the way of the data in three lines, and the other places. `shown`: the finding
    /// before has shown the same place.
    fn code(&self, out: &mut String, finding: &Finding, shown: bool) {
        if let Some(&span) = finding.locations.first() {
            if let Some(place) = self.analysis.place(span) {
                let above = if shown { ", as above" } else { "" };
                let _ = writeln!(
                    out,
                    "  {DIM}{}:{}:{}{above}{DIM:#}",
                    escape(&place.path),
                    place.line,
                    place.column
                );
            }
            if !shown {
                self.excerpt(out, finding, span);
            }
        }
        if let Some(trace) = places::traces(self.analysis, finding).first().filter(|trace| trace.len() > 1) {
            for (word, step, left) in rows::three(self.analysis, trace) {
                let Some(place) = self.analysis.place(step.span) else { continue };
                let more =
                    if left == 0 { String::new() } else { format!(" (after {})", count(left, "step")) };
                let at = format!("{word:<4} {}:{}", escape(&place.path), place.line);
                let note = format!("{}{more}", escape(&step.note));
                if 3 + at.width() + note.width() <= self.look.width {
                    let _ = writeln!(out, "  {DIM}{at} {note}{DIM:#}");
                } else {
                    let _ = writeln!(out, "  {DIM}{at}{DIM:#}");
                    self.wrapped(out, "       ", &format!("{DIM}{note}{DIM:#}"));
                }
            }
        }
        let others = rows::lines(self.analysis, &finding.locations);
        if let Some((_, others)) = others.split_first().filter(|(_, others)| !others.is_empty()) {
            self.wrapped(out, "  ", &format!("also at {}", by_file(others, OTHERS).join("; ")));
        }
    }

    fn excerpt(&self, out: &mut String, finding: &Finding, span: Span) {
        let room = self.look.width.saturating_sub(GUTTER);
        let style = severity_style(finding.severity);
        let (lines, more) = excerpt::of(self.analysis, span, room, LINES);
        for found in &lines {
            let (before, marked, after) =
                (escape(&found.before), escape(&found.marked), escape(&found.after));
            // Escapes and wide characters take more columns than characters.
            let shown = keep_start(&format!("{before}{marked}{after}"), room);
            let space = before.width().min(room);
            let carets = marked.width().max(1).min(shown.width().saturating_sub(space)).max(1);
            let (space, carets) = (" ".repeat(space), "^".repeat(carets));
            let _ = writeln!(out, "  {DIM}{:>5} |{DIM:#} {shown}", found.line);
            let _ = writeln!(out, "  {DIM}      |{DIM:#} {space}{style}{carets}{style:#}");
        }
        if more > 0 {
            let _ = writeln!(out, "  {DIM}      | {}{DIM:#}", count(more as usize, "more line"));
        }
    }

    fn not_analysed(&self, out: &mut String) {
        let plugin = &self.analysis.plugin;
        let missed: Vec<_> = plugin.not_analysed.iter().chain(&self.analysis.facts.not_analysed).collect();
        for (title, rows) in [("NOT ANALYSED", missed), ("NOTES", plugin.notes.iter().collect())] {
            for (index, row) in rows.iter().enumerate() {
                if index == 0 {
                    let _ = writeln!(out, "\n{BOLD}{title}{BOLD:#}");
                }
                let path = if row.path == "." { String::new() } else { format!("{}: ", escape(&row.path)) };
                self.wrapped(out, "", &format!("{path}{}", escape(&row.reason)));
            }
        }
    }

    /// What configuration was used, and all that it, suppressions and the baseline took out.
    fn set_aside(&self, out: &mut String) {
        let used = settings::used(self.analysis);
        if !used.is_empty() {
            let _ = writeln!(out, "\n{BOLD}CONFIGURATION{BOLD:#}");
            self.wrapped(out, "", &escape(&used));
            for line in settings::changes(self.tables, self.analysis) {
                self.wrapped(out, "  ", &escape(&line));
            }
        }
        for (index, line) in settings::set_aside(self.analysis).iter().enumerate() {
            if index == 0 {
                let _ = writeln!(out, "\n{BOLD}SET ASIDE{BOLD:#}");
            }
            self.wrapped(out, "", &escape(line));
        }
    }

    /// How to mend it: once for each rule, the gravest first.
    fn advice(&self, out: &mut String) {
        let mut told: Vec<&str> = Vec::new();
        for finding in &self.analysis.findings {
            if told.contains(&finding.rule.help.fix) {
                continue;
            }
            if told.is_empty() {
                let _ = writeln!(out, "\n{BOLD}WHAT TO DO{BOLD:#}");
            }
            told.push(finding.rule.help.fix);
            self.item(out, finding.rule.help.fix);
        }
        let present = self.analysis.policy.status == Status::Present;
        let mends = |finding: &Finding| {
            finding.severity > Severity::Note && (!present || IN_WORDS.contains(&finding.rule.id))
        };
        if self.analysis.findings.iter().any(mends) {
            let command = if present { "fix" } else { "draft" };
            self.item(out, &format!("`candor {command}` writes the words for it."));
        }
    }

    /// An item of a list.
    fn item(&self, out: &mut String, text: &str) {
        let mut lines = String::new();
        self.wrapped(&mut lines, "  ", text);
        out.push('-');
        out.push_str(lines.strip_prefix(' ').unwrap_or(&lines));
    }

    fn wrapped(&self, out: &mut String, indent: &str, text: &str) {
        wrapped(out, self.look.width, indent, text);
    }
}

/// Places with the lines of one file together: "tools/a.py:3, 17"; and how many more there are.
fn by_file(places: &[Place], most: usize) -> Vec<String> {
    let mut files: Vec<(String, Vec<u32>)> = Vec::new();
    for place in places.iter().take(most) {
        match files.iter_mut().find(|(path, _)| *path == place.path) {
            Some((_, lines)) => lines.push(place.line),
            None => files.push((place.path.clone(), vec![place.line])),
        }
    }
    let mut out: Vec<String> = files
        .into_iter()
        .map(|(path, lines)| {
            let lines: Vec<String> = lines.iter().map(u32::to_string).collect();
            format!("{}:{}", escape(&path), lines.join(","))
        })
        .collect();
    if let Some(last) = out.last_mut().filter(|_| places.len() > most) {
        let _ = write!(last, " +{}", places.len() - most);
    }
    out
}

/// The first host, and how many more.
fn hosts(hosts: &[String]) -> String {
    match hosts {
        [] => String::new(),
        [one] => escape(one),
        [first, rest @ ..] => format!("{} +{}", escape(first), rest.len()),
    }
}
