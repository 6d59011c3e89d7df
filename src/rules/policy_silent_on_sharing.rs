//! Finds policies that say nothing of sharing.

use super::wording::policy_name;
use super::{Case, Example, Finding, Help, Rule, Severity};
use crate::compare::decides;
use crate::flow::{Action, Recipient};
use crate::policy::Status;

pub(super) const RULE: Rule = Rule {
    id: "policy-silent-on-sharing",
    severity: Severity::Warning,
    title: "Policy that does not say whether data is shared",
    help: Help {
        what: "The policy does not say whether data is shared with third parties, and the code sends data to one.",
        why: "The guidelines ask for it: whether data is shared, with whom, with links.",
        fix: "Say that data is sent to the service, and which.",
        passes: Example::of(&[(
            "PRIVACY.md",
            "We use the e-mail address that you enter to find the account, and send it to Example. See [Example's privacy policy](https://example.com/privacy).",
        )]),
        fails: Example::of(&[("PRIVACY.md", "We use your e-mail address to find the account.")]),
    },
    check,
};

fn check(case: &Case) -> Vec<Finding> {
    let shares = case.facts.practices.iter().any(|practice| {
        practice.action == Action::Sends
            && matches!(practice.recipient, Recipient::Service(_) | Recipient::Domain(_))
            && decides(case.tables.knowledge, practice)
    });
    if case.policy.status != Status::Present || case.policy.says_sharing || !shares {
        return Vec::new();
    }
    let message =
        format!("{} does not say whether data is shared with third parties.", policy_name(case.policy));
    case.finding(RULE.id, "", message).into_iter().collect()
}
