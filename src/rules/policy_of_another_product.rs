//! Finds policies that speak of a website or another product.

use super::wording::policy_name;
use super::{Case, Example, Finding, Help, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "policy-of-another-product",
    severity: Severity::Error,
    title: "Policy of something else",
    help: Help {
        what: "The policy speaks of a website or of another plugin.",
        why: "It tells nothing about this plugin, whatever it says.",
        fix: "Write a policy for the plugin. The company's general policy can be linked from it.",
        passes: Example::of(&[(
            "PRIVACY.md",
            "We use the e-mail address that you enter to find the account, and send it to Example. See [Example's privacy policy](https://example.com/privacy).",
        )]),
        fails: Example::of(&[(
            "PRIVACY.md",
            "When you visit our website we may collect your IP address. Our website sets cookies.",
        )]),
    },
    check,
};

fn check(case: &Case) -> Vec<Finding> {
    let Some((subject, line)) = &case.policy.other_subject else { return Vec::new() };
    let policy = policy_name(case.policy);
    let message = format!("{policy} is not about this plugin: it speaks of \u{201c}{subject}\u{201d}.");
    let finding = case.finding(RULE.id, "", message);
    finding.map(|finding| Finding { policy_line: Some(*line), ..finding }).into_iter().collect()
}
