//! Finds notes of a pull request that deny or leave out what the code does.

use super::wording::{and, handling, of_type, reasons_text};
use super::{Case, Example, Finding, Help, Rule, Severity};
use crate::compare::{Denied, Reason};
use crate::flow::Practice;
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    id: "pr-notes-contradicted",
    severity: Severity::Error,
    title: "Notes of the pull request that the code contradicts",
    help: Help {
        what: "The section \u{201c}Security and privacy notes\u{201d} of the pull request's body (`--pr-body`) denies what the \
               code does, or does not mention a sensitive capability or sensitive data that the code handles.",
        why: "Reviewers look first where the notes tell them to. What is denied or left out there is looked at last.",
        fix: "Correct the sentence, or add the capability with what limits it. `candor draft --for pr-notes` writes the \
              section.",
        passes: Example::of(&[
            ("tools/find.py", "subprocess.run([\"finger\", email])"),
            (
                "pull-request.md",
                "## Security and privacy notes\n\nThe plugin runs the command `finger`, and no other.",
            ),
        ]),
        fails: Example::of(&[
            ("tools/find.py", "subprocess.run([\"finger\", email])"),
            ("pull-request.md", "## Security and privacy notes\n\nThe plugin does not execute commands."),
        ]),
    },
    check,
};

fn check(case: &Case) -> Vec<Finding> {
    let (Some(body), Some(held)) = (case.body, &case.comparison.held) else { return Vec::new() };
    let mut findings: Vec<Finding> = held.denied.iter().filter_map(|denied| denial(case, denied)).collect();
    if !held.omitted.is_empty() {
        let what = reasons_text(&held.omitted);
        let path = &body.path;
        let message = match (body.notes_line, body.nothing_line) {
            (None, _) => format!(
                "{path} has no section on security and privacy. It has to tell that the plugin {what}."
            ),
            (_, Some(_)) => format!("{path} says that there is nothing to tell, but the plugin {what}."),
            _ if !body.has_notes => {
                format!("The notes of {path} are empty. They have to tell that the plugin {what}.")
            }
            _ => format!("The notes of {path} do not mention that the plugin {what}."),
        };
        // Nothing is said that is false, unless the notes say that there is nothing.
        let severity = if body.nothing_line.is_some() { Severity::Error } else { Severity::Warning };
        let line = body.nothing_line.or(body.notes_line).unwrap_or(1);
        let locations = places(case, line, &held.omitted);
        let finding = case.finding(RULE.id, "omitted", message);
        findings.extend(finding.map(|finding| Finding { severity, locations, ..finding }));
    }
    findings
}

fn denial(case: &Case, denied: &Denied) -> Option<Finding> {
    let path = &case.body?.path;
    let quote = denied.quote.trim_end_matches(['.', '\u{3002}']);
    let practices: Vec<&Practice> =
        denied.practices.iter().filter_map(|&index| case.facts.practices.get(index)).collect();
    let mut deeds: Vec<String> = of_type(&practices)
        .into_iter()
        .map(|(data_type, practices)| handling(case, data_type, &practices))
        .collect();
    if !denied.reasons.is_empty() {
        deeds.push(format!("the plugin {}", reasons_text(&denied.reasons)));
    }
    let message =
        format!("{path} says \u{201c}{quote}\u{201d} (line {}), but: {}.", denied.line, deeds.join("; "));
    let mut about: Vec<String> = denied.reasons.iter().map(|reason| reason.text.clone()).collect();
    let ids = practices.iter().map(|practice| case.tables.knowledge.type_row(practice.data_type).id.clone());
    about.extend(ids);
    about.dedup();
    let mut locations = places(case, denied.line, &denied.reasons);
    for place in practices.iter().filter_map(|practice| practice.locations.first()) {
        if !locations.contains(place) {
            locations.push(*place);
        }
    }
    let finding = case.finding(RULE.id, &and(&about), message)?;
    Some(Finding { locations, about: practices.first().map(|practice| practice.data_type), ..finding })
}

/// The line of the body, then where each reason shows.
fn places(case: &Case, line: u32, reasons: &[Reason]) -> Vec<Span> {
    super::wording::body_line(case, line)
        .into_iter()
        .chain(reasons.iter().filter_map(|reason| reason.location))
        .collect()
}
