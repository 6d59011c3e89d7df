//! Finds data that the code handles and the policy denies.

use super::wording::{by_type, handling, line_of, places, policy_name, quote_of};
use super::{Case, Example, Finding, Help, Rule, Severity};
use crate::compare::Class;

pub(super) const RULE: Rule = Rule {
    id: "contradicted-data",
    severity: Severity::Error,
    title: "Data that the policy denies",
    help: Help {
        what: "The policy says that the data is not collected or shared, and the code sends, receives, stores or logs it.",
        why: "A false statement is worse than a missing one: people rely on it.",
        fix: "Correct the statement, or change the code so that it is true.",
        passes: Example::of(&[(
            "PRIVACY.md",
            "We use the e-mail address that you enter to find the account, and send it to Example. See [Example's privacy policy](https://example.com/privacy).",
        )]),
        fails: Example::of(&[("PRIVACY.md", "We do not collect any personal information.")]),
    },
    check,
};

fn check(case: &Case) -> Vec<Finding> {
    by_type(case, Class::Incorrect)
        .into_iter()
        .filter_map(|(data_type, practices, statements)| {
            let what = handling(case, data_type, &practices);
            let policy = policy_name(case.policy);
            let quote = quote_of(case.policy, &statements);
            let message = format!("{what}, but {policy} denies it: \u{201c}{quote}\u{201d}.");
            let id = &case.tables.knowledge.type_row(data_type).id;
            let finding = case.finding(RULE.id, id, message)?;
            let policy_line = line_of(case.policy, &statements);
            Some(Finding { locations: places(&practices), policy_line, about: Some(data_type), ..finding })
        })
        .collect()
}
