//! The report for people at a terminal. Comes in: an [`Analysis`]; goes out: text with colour codes, which the stream that
//! it is written to removes where they are not wanted. Apart because layout is all it knows. Everything that comes from
//! the plugin is escaped: no file name moves the cursor.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{Analysis, Look, Summary, settings};
use crate::compare::{Class, PartyClass, Tables, Verdict, action_id};
use crate::flow::{Confidence, Practice, Recipient};
use crate::policy::Status;
use crate::rules::wording::{plain_title, recipient_name};
use crate::rules::{Finding, Severity};
use crate::source::Span;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const RED: Style = AnsiColor::Red.on_default().bold();
const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
const GREEN: Style = AnsiColor::Green.on_default().bold();
const BLUE: Style = AnsiColor::Blue.on_default().bold();

/// The part about one plugin: a page when it is the only one, else a short block.
pub fn plugin(tables: Tables, look: &Look, analysis: &Analysis) -> String {
    let page = Page { tables, look, analysis };
    let mut out = String::new();
    page.headline(&mut out);
    if look.single {
        page.practices(&mut out);
        page.third_parties(&mut out);
        page.activities(&mut out);
        page.findings(&mut out);
        page.not_analysed(&mut out);
        page.notes(&mut out);
        page.settings(&mut out);
    } else {
        page.brief(&mut out);
    }
    finished(look, out)
}

fn finished(look: &Look, text: String) -> String {
    if look.colour { text } else { anstream::adapter::strip_str(&text).to_string() }
}

/// The last lines of a report of several plugins.
pub fn totals(look: &Look, summary: &Summary) -> String {
    if look.single {
        return String::new();
    }
    let text = format!(
        "\n{BOLD}{}{BOLD:#}: {} ok, {} undisclosed, {} incomplete; {}.\n",
        count(summary.plugins, "plugin"),
        summary.ok,
        summary.undisclosed,
        summary.incomplete,
        severities(summary),
    );
    finished(look, text)
}

/// Text of a plugin without anything that a terminal would act on: control characters and marks that change the
/// direction of text are written as escapes.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => {
                let _ = write!(out, "{}", c.escape_unicode());
            }
            c if c.is_control() => {
                let _ = write!(out, "{}", c.escape_unicode());
            }
            c => out.push(c),
        }
    }
    out
}

struct Page<'a> {
    tables: Tables<'a>,
    look: &'a Look,
    analysis: &'a Analysis,
}

impl Page<'_> {
    /// Verdict, name, version, kinds, path; then what there is for a policy.
    fn headline(&self, out: &mut String) {
        let manifest = &self.analysis.plugin.manifest;
        let verdict = self.analysis.comparison.verdict;
        let style = verdict_style(verdict);
        let path = escape(&self.analysis.plugin.path);
        let name = if manifest.name.is_empty() { path.clone() } else { escape(&manifest.name) };
        let version = escape(&manifest.version);
        let summary = severities(&Summary::of(self.analysis));
        if !self.look.single {
            let _ = writeln!(
                out,
                "{style}{:<11}{style:#} {BOLD}{path}{BOLD:#} {DIM}{version}{DIM:#}",
                verdict.id()
            );
            return;
        }
        let kinds = manifest.kinds.join(", ");
        let by = if manifest.author.is_empty() {
            String::new()
        } else {
            format!(" by {}", escape(&manifest.author))
        };
        let kinds = if kinds.is_empty() { String::new() } else { format!(", {}", escape(&kinds)) };
        let path = if path == "." { String::new() } else { format!(" ({path})") };
        let _ = writeln!(out, "{BOLD}{name}{BOLD:#} {version}{by}{kinds}{DIM}{path}{DIM:#}");
        let _ = writeln!(out, "{style}{}{style:#}: {summary}", verdict.id());
        self.wrapped(out, "", &format!("Policy: {}", self.policy_line()));
        self.wrapped(out, "", &format!("Risk: {}", self.risk_line()));
    }

    fn policy_line(&self) -> String {
        let policy = &self.analysis.policy;
        let path = escape(policy.path.as_deref().unwrap_or("none"));
        let languages = policy.languages.join(", ");
        match policy.status {
            Status::Present => format!(
                "{path} ({languages}), {}, {}",
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
        let reasons: Vec<&str> = risk.reasons.iter().map(|reason| reason.text.as_str()).collect();
        if reasons.is_empty() {
            return risk.level.id().to_owned();
        }
        format!("{}: {}", risk.level.id(), reasons.join(", "))
    }

    /// The table of practices, the worst disclosure first; then those to be checked.
    fn practices(&self, out: &mut String) {
        let pairs = self.analysis.facts.practices.iter().zip(&self.analysis.comparison.practices);
        let mut rows: Vec<(&Practice, Class)> =
            pairs.map(|(practice, found)| (practice, found.class)).collect();
        rows.sort_by_key(|(_, class)| std::cmp::Reverse(*class));
        let (sure, unsure): (Vec<_>, Vec<_>) =
            rows.into_iter().partition(|(practice, _)| practice.confidence > Confidence::Low);
        if sure.is_empty() && unsure.is_empty() {
            let accepted = !self.analysis.effect.accepted.practices.is_empty();
            let other = if accepted { "other " } else { "" };
            let _ = writeln!(out, "\nNo {other}data about people was found in the code.");
        }
        self.practice_table(out, "DATA", &sure);
        self.practice_table(out, "TO BE CHECKED", &unsure);
    }

    fn practice_table(&self, out: &mut String, title: &str, rows: &[(&Practice, Class)]) {
        if rows.is_empty() {
            return;
        }
        let knowledge = self.tables.knowledge;
        let mut table = Table::new([title, "ACTION", "RECIPIENT", "POLICY", "PLACE"]);
        for (practice, class) in rows {
            let recipient = match practice.recipient {
                Recipient::Own => String::new(),
                Recipient::UserConfigured => "the user's host".to_owned(),
                Recipient::Unresolved => "an unknown host".to_owned(),
                _ => escape(&recipient_name(knowledge, &practice.recipient)),
            };
            let class = if self.apart(practice) { ("", DIM) } else { (class.id(), class_style(*class)) };
            table.row([
                (plain_title(knowledge, practice.data_type), Style::new()),
                (action_id(practice.action).to_owned(), Style::new()),
                (recipient, Style::new()),
                (class.0.to_owned(), class.1),
                (self.place(practice.locations.first()), DIM),
            ]);
        }
        table.write(out, self.look.width);
    }

    /// Credentials, which policies need not disclose.
    fn apart(&self, practice: &Practice) -> bool {
        self.tables.knowledge.type_row(practice.data_type).group == "apart"
    }

    fn third_parties(&self, out: &mut String) {
        let pairs = self.analysis.facts.third_parties.iter().zip(&self.analysis.comparison.third_parties);
        let mut table = Table::new(["THIRD PARTY", "VIA", "HOSTS", "POLICY", "PLACE"]);
        for (party, found) in pairs {
            let own = party.user_configured || party.recipient == Recipient::UserConfigured;
            let class = match found.class {
                _ if own => ("set by the user", DIM),
                PartyClass::NamedLinked => ("named, linked", GREEN),
                PartyClass::Named => ("named", GREEN),
                PartyClass::Unnamed => ("not named", RED),
            };
            let name = match party.recipient {
                Recipient::UserConfigured => "the user's host".to_owned(),
                _ => escape(&recipient_name(self.tables.knowledge, &party.recipient)),
            };
            table.row([
                (name, Style::new()),
                (party.via.join(", "), Style::new()),
                (hosts(&party.hosts), Style::new()),
                (class.0.to_owned(), class.1),
                (self.place(party.locations.first()), DIM),
            ]);
        }
        table.write(out, self.look.width);
    }

    fn activities(&self, out: &mut String) {
        let titles: Vec<&str> =
            self.analysis.comparison.activities.iter().map(|activity| activity.title.as_str()).collect();
        if !titles.is_empty() {
            out.push('\n');
            self.wrapped(out, "", &format!("Activities: {}.", titles.join("; ")));
        }
        let outbound = &self.analysis.facts.outbound;
        if !outbound.unresolved.is_empty() {
            let calls = count(outbound.unresolved.len(), "outbound call");
            let first = self.place(outbound.unresolved.first());
            self.wrapped(out, "", &format!("{calls} of {} without a known host: {first}", outbound.total));
        }
    }

    fn findings(&self, out: &mut String) {
        if self.analysis.findings.is_empty() {
            return;
        }
        let _ = writeln!(out, "\n{BOLD}WHAT TO DO{BOLD:#}");
        for finding in &self.analysis.findings {
            let style = severity_style(finding.severity);
            let _ = writeln!(out, "{style}{}{style:#}[{}]", finding.severity.id(), finding.rule.id);
            self.wrapped(out, "  ", &escape(&finding.message));
            self.excerpt(out, finding);
            self.wrapped(out, "  ", &format!("help: {}", finding.rule.help.fix));
        }
    }

    /// The line of the best place with the span marked, and how many more places there are.
    fn excerpt(&self, out: &mut String, finding: &Finding) {
        let Some(&span) = finding.locations.first() else { return };
        let Some(file) = self.analysis.plugin.file(span.file) else { return };
        let (line, column) = file.line_column(span.start);
        let others = finding.locations.len().saturating_sub(1);
        let others =
            if others == 0 { String::new() } else { format!(" and {}", count(others, "other place")) };
        let _ = writeln!(out, "  {DIM}at {}:{line}:{column}{others}{DIM:#}", escape(&file.path));
        if span.end <= span.start {
            return;
        }
        let text = file.line_text(line);
        let before: String = text.chars().take(column as usize - 1).collect();
        let length = file.text.get(span.start as usize..span.end as usize).unwrap_or("");
        let marked = length.lines().next().unwrap_or("").chars().count().max(1);
        let cut: String = text.chars().skip(column as usize - 1).take(marked).collect();
        let indent = before.chars().take_while(|c| c.is_whitespace()).count();
        let before = escape(&before.chars().skip(indent).collect::<String>());
        let cut = escape(&cut);
        let after: String = text.chars().skip(column as usize - 1 + marked).collect();
        let room = self.look.width.saturating_sub(10);
        // A span far to the right of a long line is shown with what is before it cut off.
        let before = keep_end(&before, room / 2);
        let shown = keep_start(&format!("{before}{cut}{}", escape(&after)), room);
        let carets = cut.width().min(shown.width().saturating_sub(before.width())).max(1);
        let _ = writeln!(out, "  {DIM}{line:>5} |{DIM:#} {shown}");
        let style = severity_style(finding.severity);
        let _ = writeln!(
            out,
            "  {DIM}      |{DIM:#} {}{style}{}{style:#}",
            " ".repeat(before.width()),
            "^".repeat(carets)
        );
    }

    fn not_analysed(&self, out: &mut String) {
        let rows = self.analysis.plugin.not_analysed.iter().chain(&self.analysis.facts.not_analysed);
        for (index, row) in rows.enumerate() {
            if index == 0 {
                let _ = writeln!(out, "\n{BOLD}NOT ANALYSED{BOLD:#}");
            }
            let path = if row.path == "." { String::new() } else { format!("{}: ", escape(&row.path)) };
            self.wrapped(out, "", &format!("{path}{}", escape(&row.reason)));
        }
    }

    /// What to know though nothing was missed.
    fn notes(&self, out: &mut String) {
        for (index, row) in self.analysis.plugin.notes.iter().enumerate() {
            if index == 0 {
                let _ = writeln!(out, "\n{BOLD}NOTES{BOLD:#}");
            }
            self.wrapped(out, "", &format!("{}: {}", escape(&row.path), escape(&row.reason)));
        }
    }

    /// What configuration was used, and all that it, suppressions and the baseline took out.
    fn settings(&self, out: &mut String) {
        if !self.analysis.effect.is_unconfigured() {
            let _ = writeln!(out, "\n{BOLD}CONFIGURATION{BOLD:#}");
            self.wrapped(out, "", &escape(&settings::used(self.analysis)));
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

    /// Two or three lines for one plugin of many: what is not disclosed, and whom the policy does not name.
    fn brief(&self, out: &mut String) {
        let knowledge = self.tables.knowledge;
        let pairs = self.analysis.facts.practices.iter().zip(&self.analysis.comparison.practices);
        for class in [Class::Incorrect, Class::Omitted, Class::Ambiguous] {
            let mut titles: Vec<String> = pairs
                .clone()
                .filter(|(practice, found)| {
                    found.class == class && crate::compare::decides(knowledge, practice)
                })
                .map(|(practice, _)| plain_title(knowledge, practice.data_type))
                .collect();
            titles.dedup();
            if !titles.is_empty() {
                let style = class_style(class);
                self.wrapped(out, "    ", &format!("{style}{}{style:#}: {}", class.id(), titles.join(", ")));
            }
        }
        let parties = self.analysis.facts.third_parties.iter().zip(&self.analysis.comparison.third_parties);
        let unnamed: Vec<String> = parties
            .filter(|(party, found)| !party.user_configured && found.class == PartyClass::Unnamed)
            .map(|(party, _)| escape(&recipient_name(knowledge, &party.recipient)))
            .collect();
        if !unnamed.is_empty() {
            self.wrapped(out, "    ", &format!("{RED}unnamed{RED:#}: {}", unnamed.join(", ")));
        }
        if self.analysis.policy.status != Status::Present && !self.analysis.findings.is_empty() {
            self.wrapped(out, "    ", &format!("policy: {}", self.policy_line()));
        }
        let missed = self.analysis.plugin.not_analysed.len() + self.analysis.facts.not_analysed.len();
        if missed > 0 {
            self.wrapped(out, "    ", &format!("not analysed: {}", count(missed, "row")));
        }
        let changed = settings::brief(self.analysis);
        if !changed.is_empty() {
            self.wrapped(out, "    ", &format!("set aside: {}", escape(&changed)));
        }
    }

    fn place(&self, span: Option<&Span>) -> String {
        let place = span.and_then(|&span| self.analysis.place(span));
        place.map_or_else(String::new, |place| format!("{}:{}", escape(&place.path), place.line))
    }

    /// Words of `text` in lines of the page's width, each after `indent`.
    fn wrapped(&self, out: &mut String, indent: &str, text: &str) {
        let room = self.look.width.saturating_sub(indent.width());
        let mut used = 0;
        out.push_str(indent);
        for word in text.split(' ') {
            let width = anstream::adapter::strip_str(word).to_string().width();
            if used > 0 && used + 1 + width > room {
                out.push('\n');
                out.push_str(indent);
                used = 0;
            }
            if used > 0 {
                out.push(' ');
                used += 1;
            }
            out.push_str(word);
            used += width;
        }
        out.push('\n');
    }
}

/// Five columns; the last one takes what is left and is cut at its start, the others at their end.
struct Table {
    head: [String; 5],
    rows: Vec<[(String, Style); 5]>,
}

/// No column but the last is wider.
const WIDEST: usize = 22;

impl Table {
    fn new(head: [&str; 5]) -> Self {
        Self { head: head.map(str::to_owned), rows: Vec::new() }
    }

    fn row(&mut self, cells: [(String, Style); 5]) {
        self.rows.push(cells);
    }

    fn write(&self, out: &mut String, width: usize) {
        if self.rows.is_empty() {
            return;
        }
        let mut widths = [0; 5];
        for (column, widest) in widths.iter_mut().enumerate() {
            let cells = self.rows.iter().filter_map(|row| row.get(column)).map(|(text, _)| text.width());
            let head = self.head.get(column).map_or(0, |text| text.width());
            *widest = cells.chain([head]).max().unwrap_or(0).min(WIDEST);
        }
        let before: usize = widths.iter().take(4).map(|width| width + 2).sum();
        if let Some(last) = widths.last_mut() {
            *last = width.saturating_sub(before).max(12);
        }
        out.push('\n');
        let head = self.head.iter().map(|text| (text.as_str(), BOLD));
        write_row(out, head, &widths);
        for row in &self.rows {
            write_row(out, row.iter().map(|(text, style)| (text.as_str(), *style)), &widths);
        }
    }
}

fn write_row<'a>(out: &mut String, cells: impl Iterator<Item = (&'a str, Style)>, widths: &[usize; 5]) {
    let mut line = String::new();
    for (column, ((text, style), &width)) in cells.zip(widths).enumerate() {
        let last = column + 1 == widths.len();
        let text = if last { keep_file(text, width) } else { keep_start(text, width) };
        let pad = if last { 0 } else { (width + 2).saturating_sub(text.width()) };
        let _ = write!(line, "{style}{text}{style:#}{}", " ".repeat(pad));
    }
    out.push_str(line.trim_end());
    out.push('\n');
}

/// The first `width` columns, with an ellipsis where something is cut.
fn keep_start(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > width {
            break;
        }
        out.push(c);
    }
    out + "…"
}

/// A path without its first folders where it is too long; what is left is cut only if the file's name is too long.
fn keep_file(path: &str, width: usize) -> String {
    let mut rest = path;
    while rest.width() + 2 > width && path.width() > width {
        let Some((_, after)) = rest.split_once('/') else { return keep_end(path, width) };
        rest = after;
    }
    if rest.len() == path.len() { path.to_owned() } else { format!("…/{rest}") }
}

/// The last `width` columns, with an ellipsis where something is cut.
fn keep_end(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut kept: Vec<char> = Vec::new();
    let mut used = 1;
    for c in text.chars().rev() {
        used += c.width().unwrap_or(0);
        if used > width {
            break;
        }
        kept.push(c);
    }
    std::iter::once('…').chain(kept.into_iter().rev()).collect()
}

/// The first host, and how many more.
fn hosts(hosts: &[String]) -> String {
    match hosts {
        [] => String::new(),
        [one] => escape(one),
        [first, rest @ ..] => format!("{} +{}", escape(first), rest.len()),
    }
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
