//! Finds places of a policy that nobody filled in.

use super::wording::{and, policy_name};
use super::{Case, Example, Finding, Help, Rule, Severity};
use crate::policy::Status;

pub(super) const RULE: Rule = Rule {
    id: "policy-placeholder",
    severity: Severity::Warning,
    title: "Policy with a placeholder left in it",
    help: Help {
        what: "The policy still holds a placeholder of the template that it was made from.",
        why: "Who has a question finds nobody to ask, and the rest of the text looks as unread.",
        fix: "Fill it in.",
        passes: Example::of(&[(
            "PRIVACY.md",
            "We use the e-mail address that you enter to find the account, and send it to Example. See [Example's privacy policy](https://example.com/privacy).\n\nQuestions? Write to privacy@example.com.",
        )]),
        fails: Example::of(&[(
            "PRIVACY.md",
            "We use the e-mail address that you enter to find the account, and send it to Example. See [Example's privacy policy](https://example.com/privacy).\n\nQuestions? Write to [your-email@example.com].",
        )]),
    },
    check,
};

fn check(case: &Case) -> Vec<Finding> {
    // A policy that is nothing but a template has a finding of its own.
    let Some((_, line)) = case.policy.placeholders.first().filter(|_| case.policy.status == Status::Present)
    else {
        return Vec::new();
    };
    let mut found: Vec<String> = case
        .policy
        .placeholders
        .iter()
        .map(|(text, line)| format!("\u{201c}{text}\u{201d} (line {line})"))
        .collect();
    found.dedup();
    let message = format!("{} was not filled in: {}.", policy_name(case.policy), and(&found));
    let finding = case.finding(RULE.id, "", message);
    finding.map(|finding| Finding { policy_line: Some(*line), ..finding }).into_iter().collect()
}
