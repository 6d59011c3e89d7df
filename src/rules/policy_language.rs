//! Finds policies that are in no language that the marketplace's readers share.

use super::wording::{and, policy_name};
use super::{Case, Example, Finding, Help, Rule, Severity};
use crate::policy::Status;

/// The language in which the marketplace wants what users read; others may stand beside it.
const WANTED: &str = "en";

pub(super) const RULE: Rule = Rule {
    id: "policy-language",
    severity: Severity::Note,
    title: "Policy without an English text",
    help: Help {
        what: "The policy, with its translations, has no English text.",
        why: "The marketplace asks for text in English first. Who reads no other language learns nothing of the data.",
        fix: "Add the same text in English: in the policy, or as a file beside it such as PRIVACY_en.md.",
        passes: Example::of(&[(
            "PRIVACY.md",
            "We use the e-mail address that you enter to find the account, and send it to Example.",
        )]),
        fails: Example::of(&[("PRIVACY.md", "我们会将您输入的电子邮件地址发送给 Example，用于查找账户。")]),
    },
    check,
};

fn check(case: &Case) -> Vec<Finding> {
    let languages = &case.policy.languages;
    let english = languages.iter().any(|language| language == WANTED);
    if case.policy.status != Status::Present || languages.is_empty() || english {
        return Vec::new();
    }
    let message = format!("{} has no English text; it is in `{}`.", policy_name(case.policy), and(languages));
    let finding = case.finding(RULE.id, "", message);
    finding.map(|finding| Finding { policy_line: Some(1), ..finding }).into_iter().collect()
}
