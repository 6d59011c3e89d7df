//! Finds data that the policy declares and the code does not seem to handle.

use super::wording::{plain_title, policy_name};
use super::{Case, Example, Finding, Help, Rule, Severity};

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
    let knowledge = case.tables.knowledge;
    let mut findings = Vec::new();
    for statement in case.comparison.not_found.iter().filter_map(|&index| case.policy.statements.get(index)) {
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
