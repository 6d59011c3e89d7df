//! Suppressions: comments that take findings out, each with a reason. Comes in: findings and the comments of the plugin's
//! files; goes out: the findings that stay, those that were taken out, and findings about suppressions that are wrong
//! themselves. Apart because a rule does not know that anybody might not want to hear of it.
//!
//! A comment holds for its own line; one that stands alone for the next line that is not empty. A finding of several
//! places is taken out place by place. One without any place is taken out at the head of the manifest.

use std::collections::{BTreeMap, BTreeSet};

use super::{Case, Example, Finding, Help, RULES, Rule, Severity, rule};
use crate::knowledge::similar;
use crate::plugin::Plugin;
use crate::source::{Comment, NotAnalysed, SourceFile, Span};

/// The word with which such a comment begins.
pub const MARK: &str = "candor:";

/// More comments of one plugin are not read: nobody has so many reasons.
const MOST: usize = 2_000;

pub(super) const UNUSED: Rule = Rule {
    id: "unused-suppression",
    severity: Severity::Warning,
    title: "Suppression that suppresses nothing",
    help: Help {
        what: "A comment suppresses a rule that finds nothing there, names no rule, or is not understood.",
        why: "A suppression that is left over hides the next finding of that rule at this place.",
        fix: "Take the comment out, or write it as `candor: ignore[rule]: reason`.",
        passes: Example::of(&[(
            "tools/find.py",
            "requests.post(\"http://api.example.com/users\", json={\"email\": email})  # candor: ignore[plain-http]: within our network",
        )]),
        fails: Example::of(&[(
            "tools/find.py",
            "requests.post(\"https://api.example.com/users\", json={\"email\": email})  # candor: ignore[plain-http]: within our network",
        )]),
    },
    check: none,
};

pub(super) const WITHOUT_REASON: Rule = Rule {
    id: "suppression-without-reason",
    severity: Severity::Warning,
    title: "Suppression without a reason",
    help: Help {
        what: "A comment suppresses a rule and does not say why. It is not followed.",
        why: "Whoever reads the code later cannot tell a decision from an evasion.",
        fix: "Write the reason after a colon: `candor: ignore[rule]: reason`.",
        passes: Example::of(&[(
            "tools/find.py",
            "requests.post(\"http://api.example.com/users\", json={\"email\": email})  # candor: ignore[plain-http]: within our network",
        )]),
        fails: Example::of(&[(
            "tools/find.py",
            "requests.post(\"http://api.example.com/users\", json={\"email\": email})  # candor: ignore[plain-http]",
        )]),
    },
    check: none,
};

/// These findings follow from the others, not from the case.
fn none(_: &Case) -> Vec<Finding> {
    Vec::new()
}

/// A finding that counts for nothing.
#[derive(Debug, Clone)]
pub struct Suppressed {
    /// The finding.
    pub finding: Finding,
    /// What took it out.
    pub by: By,
}

/// What takes a finding out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum By {
    /// A comment, with its reason.
    Comment(Span, String),
    /// The baseline.
    Baseline,
}

/// One comment that suppresses.
#[derive(Debug, Clone)]
pub struct Suppression {
    /// The comment.
    pub span: Span,
    /// The rules that it names.
    pub rules: Vec<String>,
    /// Why; none where it does not say.
    pub reason: Option<String>,
    /// The line that it holds for.
    line: u32,
    /// Whether it stands before the first key of the manifest.
    head: bool,
}

/// What a comment is.
enum Read {
    Suppression(Vec<String>, Option<String>),
    NotUnderstood,
}

/// `ignore[rule, rule]: reason`, after the mark.
fn read(text: &str) -> Option<Read> {
    let rest = text.strip_prefix(MARK)?.trim_start();
    let Some((list, rest)) = rest.strip_prefix("ignore[").and_then(|rest| rest.split_once(']')) else {
        return Some(Read::NotUnderstood);
    };
    let rules: Vec<String> =
        list.split(',').map(|id| id.trim().to_owned()).filter(|id| !id.is_empty()).collect();
    let rest = rest.trim();
    let reason = rest.strip_prefix(':').map(str::trim);
    if rules.is_empty() || reason.is_none() && !rest.is_empty() {
        return Some(Read::NotUnderstood);
    }
    Some(Read::Suppression(rules, reason.filter(|reason| !reason.is_empty()).map(str::to_owned)))
}

/// The suppressions among comments, and the comments that look like one and are not understood.
pub fn suppressions(plugin: &Plugin, comments: &[Comment]) -> (Vec<Suppression>, Vec<Span>) {
    let mut found = Vec::new();
    let mut wrong = Vec::new();
    for comment in comments.iter().take(MOST) {
        let Some(file) = plugin.file(comment.span.file) else { continue };
        match read(&comment.text) {
            None => {}
            Some(Read::NotUnderstood) => wrong.push(comment.span),
            Some(Read::Suppression(rules, reason)) => {
                let (span, line) = (comment.span, held_line(file, comment));
                found.push(Suppression {
                    span,
                    rules,
                    reason,
                    line,
                    head: is_head(plugin, file, comment.span),
                });
            }
        }
    }
    (found, wrong)
}

/// The line that a comment holds for: its own, or where it stands alone the next one that is neither empty nor another
/// comment of this kind.
fn held_line(file: &SourceFile, comment: &Comment) -> u32 {
    let (last, _) = file.line_column(comment.span.end.saturating_sub(1));
    if !comment.alone {
        return last;
    }
    let lines = u32::try_from(file.line_count()).unwrap_or(u32::MAX);
    let passed = |line: &u32| {
        let text = file.line_text(*line).trim();
        let said = text.trim_start_matches(['#', '<', '!', '-']).trim_start();
        text.is_empty() || text.len() > said.len() && said.starts_with(MARK)
    };
    (last + 1..=lines).find(|line| !passed(line)).unwrap_or(last)
}

/// Whether the comment stands in the manifest with nothing but comments before it.
fn is_head(plugin: &Plugin, file: &SourceFile, span: Span) -> bool {
    let before = file.text.get(..span.start as usize).unwrap_or_default();
    plugin.manifest.file == Some(span.file)
        && before.lines().all(|line| {
            let line = line.trim();
            line.is_empty() || line.starts_with('#') || line == "---"
        })
}

/// Takes findings out that a suppression with a reason covers, and adds findings about suppressions that are wrong.
pub fn apply(case: &Case, comments: &[Comment], findings: &mut Vec<Finding>) -> Vec<Suppressed> {
    let (suppressions, wrong) = suppressions(case.plugin, comments);
    let mut used = Used::default();
    let mut suppressed = Vec::new();
    for mut finding in std::mem::take(findings) {
        match cover(case, &suppressions, &mut finding, &mut used) {
            Some(at) => {
                let reason = at.reason.clone().unwrap_or_default();
                suppressed.push(Suppressed { finding, by: By::Comment(at.span, reason) });
            }
            None => findings.push(finding),
        }
    }
    findings.extend(complaints(case, &suppressions, &wrong, &used));
    suppressed
}

/// Rows about suppressions that are not followed because the plugin brings them.
pub fn not_followed(plugin: &Plugin, comments: &[Comment]) -> Vec<NotAnalysed> {
    let (suppressions, _) = suppressions(plugin, comments);
    let row = |one: &Suppression| {
        let file = plugin.file(one.span.file)?;
        let line = file.line_column(one.span.start).0;
        let reason = one.reason.as_deref().map_or_else(String::new, |reason| format!(" ({reason})"));
        let text = format!("line {line} suppresses {}{reason}", one.rules.join(", "));
        Some(NotAnalysed::new(&file.path, text))
    };
    suppressions.iter().filter_map(row).collect()
}

/// Which rules of which suppressions took something out.
type Used = BTreeSet<(Span, &'static str)>;

/// Takes out the places of a finding that are covered; the suppression, when none is left.
fn cover<'s>(
    case: &Case,
    suppressions: &'s [Suppression],
    finding: &mut Finding,
    used: &mut Used,
) -> Option<&'s Suppression> {
    let id = finding.rule.id;
    let fitting: Vec<&Suppression> = suppressions
        .iter()
        .filter(|one| one.reason.is_some() && one.rules.iter().any(|rule| rule == id))
        .collect();
    if fitting.is_empty() {
        return None;
    }
    let policy = case.policy.path.as_deref().and_then(|path| case.plugin.find(path));
    let policy_line = finding.policy_line.zip(policy);
    let in_policy = policy_line
        .and_then(|(line, file)| fitting.iter().find(|one| one.span.file == file && one.line == line));
    let placeless = finding.locations.is_empty() && finding.policy_line.is_none();
    let in_head = fitting.iter().find(|one| placeless && one.head);
    if let Some(one) = in_policy.or(in_head) {
        used.insert((one.span, id));
        return Some(one);
    }
    let mut first = None;
    let mut left = Vec::new();
    for span in &finding.locations {
        match fitting.iter().find(|one| holds(case.plugin, one, *span)) {
            Some(one) => {
                used.insert((one.span, id));
                first = first.or(Some(*one));
            }
            None => left.push(*span),
        }
    }
    if left.is_empty() {
        return first;
    }
    finding.locations = left;
    None
}

/// Whether a suppression holds for the line where a place begins or ends.
fn holds(plugin: &Plugin, one: &Suppression, span: Span) -> bool {
    let Some(file) = plugin.file(span.file).filter(|_| one.span.file == span.file) else { return false };
    let begins = file.line_column(span.start).0;
    let ends = file.line_column(span.end.saturating_sub(1).max(span.start)).0;
    one.line == begins || one.line == ends
}

/// Findings about the suppressions themselves, one for each that is wrong.
fn complaints(case: &Case, suppressions: &[Suppression], wrong: &[Span], used: &Used) -> Vec<Finding> {
    let mut found: Vec<(&'static str, String, Span)> = Vec::new();
    for span in wrong {
        let what = "is not understood: write `candor: ignore[rule]: reason`".to_owned();
        found.push((UNUSED.id, what, *span));
    }
    for one in suppressions {
        if one.reason.is_none() {
            let what =
                format!("suppresses {} and does not say why, so it is not followed", one.rules.join(", "));
            found.push((WITHOUT_REASON.id, what, one.span));
            continue;
        }
        for id in &one.rules {
            match rule(id) {
                None => {
                    let hint = similar::hint(id, RULES.iter().map(|rule| rule.id));
                    found.push((UNUSED.id, format!("names `{id}`, which is no rule{hint}"), one.span));
                }
                Some(known) if !used.contains(&(one.span, known.id)) => {
                    found.push((UNUSED.id, format!("suppresses {id}, which finds nothing here"), one.span));
                }
                Some(_) => {}
            }
        }
    }
    let mut grouped: BTreeMap<(&'static str, String), Vec<Span>> = BTreeMap::new();
    for (id, what, span) in found {
        let path = case.plugin.file(span.file).map_or("", |file| file.path.as_str());
        let stop = if what.ends_with('?') { "" } else { "." };
        grouped.entry((id, format!("A comment in {path} {what}{stop}"))).or_default().push(span);
    }
    let finding = |((id, message), locations): ((&'static str, String), Vec<Span>)| {
        let finding = case.finding(id, &message, message.clone())?;
        Some(Finding { locations, ..finding })
    };
    grouped.into_iter().filter_map(finding).collect()
}
