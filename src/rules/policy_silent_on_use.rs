//! Finds policies that say nothing of use.

use super::wording::policy_name;
use super::{Case, Example, Finding, Help, Rule, Severity};
use crate::compare::decides;
use crate::policy::Status;

pub(super) const RULE: Rule = Rule {
    id: "policy-silent-on-use",
    severity: Severity::Warning,
    title: "Policy that does not say what data is used for",
    help: Help {
        what: "The policy does not say how the data is used.",
        why: "The guidelines ask for it.",
        fix: "Say for each type of data what the plugin needs it for.",
        passes: Example::of(&[(
            "PRIVACY.md",
            "We use the e-mail address that you enter to find the account, and send it to Example. See [Example's privacy policy](https://example.com/privacy).",
        )]),
        fails: Example::of(&[("PRIVACY.md", "We collect your e-mail address.")]),
    },
    check,
};

fn check(case: &Case) -> Vec<Finding> {
    let handles = case.facts.practices.iter().any(|practice| decides(case.tables.knowledge, practice));
    if case.policy.status != Status::Present || case.policy.says_how_used || !handles {
        return Vec::new();
    }
    let message = format!("{} does not say what the data is used for.", policy_name(case.policy));
    case.finding(RULE.id, "", message).into_iter().collect()
}
