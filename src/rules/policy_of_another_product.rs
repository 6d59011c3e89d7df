//! Finds policies that speak of a website or another product.

use super::wording::policy_name;
use super::{Case, Finding, Help, Rule, Severity};

pub(super) const RULE: Rule = Rule {
    id: "policy-of-another-product",
    severity: Severity::Error,
    title: "Policy of something else",
    help: Help {
        what: "The policy speaks of a website or of another plugin.",
        why: "It tells nothing about this plugin, whatever it says.",
        fix: "Write a policy for the plugin. The company's general policy can be linked from it.",
        passes: "This plugin sends the text that you enter to Example Translate.",
        fails: "This Privacy Policy applies to visitors of our website.",
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
