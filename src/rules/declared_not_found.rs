//! Finds data that the policy declares and the code does not seem to handle.

use super::wording::{plain_title, policy_name};
use super::{Case, Example, Finding, Help, Rule, Severity};
use crate::policy::{Actor, Stance, Status};

pub(super) const RULE: Rule = Rule {
    id: "declared-not-found",
    severity: Severity::Note,
    title: "Data that the policy declares and the code does not handle",
    help: Help {
        what: "The policy says that a type of data is handled, and no practice in the code was found.",
        why: "The policy may be another plugin's or out of date; or the scanner missed something.",
        fix: "Take the statement out if it is no longer true.",
        passes: Example::of(&[(
            "PRIVACY.md",
            "We use the e-mail address that you enter to find the account, and send it to Example. See [Example's privacy policy](https://example.com/privacy).",
        )]),
        fails: Example::of(&[("PRIVACY.md", "Your phone number is sent to Example.")]),
    },
    check,
};

fn check(case: &Case) -> Vec<Finding> {
    if case.policy.status != Status::Present || case.policy.other_subject.is_some() {
        return Vec::new();
    }
    let knowledge = case.tables.knowledge;
    let mut seen = Vec::new();
    let mut findings = Vec::new();
    for statement in &case.policy.statements {
        let row = knowledge.type_row(statement.what);
        let specific = !row.is_broad() && !row.is_apart();
        let declared = statement.stance == Stance::Handles && statement.actor == Actor::Plugin;
        let found = case.facts.practices.iter().any(|practice| practice.data_type == statement.what);
        if !specific || !declared || found || seen.contains(&statement.what) {
            continue;
        }
        seen.push(statement.what);
        let what = plain_title(knowledge, statement.what);
        let policy = policy_name(case.policy);
        let message =
            format!("{policy} says that {what} is handled; nothing in the code that was read does so.");
        let finding = case.finding(RULE.id, &knowledge.type_row(statement.what).id, message);
        findings.extend(finding.map(|finding| Finding {
            policy_line: Some(statement.line),
            about: Some(statement.what),
            ..finding
        }));
    }
    findings
}
