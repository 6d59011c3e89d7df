//! Finds data of which the policy says both that it is handled and that it is not.

use super::wording::{by_type, handling, line_of, places, policy_name};
use super::{Case, Example, Finding, Help, Rule, Severity};
use crate::compare::Class;

pub(super) const RULE: Rule = Rule {
    id: "ambiguous-data",
    severity: Severity::Error,
    title: "Data that the policy both denies and mentions",
    help: Help {
        what: "The policy denies the data and says elsewhere that it is handled, or denies all personal data and covers the \
               type only by a broad term.",
        why: "The reader cannot know which of the two is true.",
        fix: "Keep the statement that is true, and name the type of data in it.",
        passes: Example::of(&[(
            "PRIVACY.md",
            "We use the e-mail address that you enter to find the account, and send it to Example. See [Example's privacy policy](https://example.com/privacy).",
        )]),
        fails: Example::of(&[(
            "PRIVACY.md",
            "We do not collect your e-mail address.\n\nThe e-mail address that you enter is sent to Example.",
        )]),
    },
    check,
};

fn check(case: &Case) -> Vec<Finding> {
    by_type(case, Class::Ambiguous)
        .into_iter()
        .filter_map(|(data_type, practices, statements)| {
            let what = handling(case, data_type, &practices);
            let policy = policy_name(case.policy);
            let lines = lines(case, &statements);
            let message = format!("{what}, and {policy} both denies and mentions it ({lines}).");
            let id = &case.tables.knowledge.type_row(data_type).id;
            let finding = case.finding(RULE.id, id, message)?;
            let policy_line = line_of(case.policy, &statements);
            Some(Finding { locations: places(&practices), policy_line, about: Some(data_type), ..finding })
        })
        .collect()
}

fn lines(case: &Case, statements: &[usize]) -> String {
    let mut lines: Vec<u32> =
        statements.iter().filter_map(|&index| case.policy.statements.get(index)).map(|s| s.line).collect();
    lines.dedup();
    let numbers: Vec<String> = lines.iter().map(u32::to_string).collect();
    let word = if numbers.len() == 1 { "line" } else { "lines" };
    format!("{word} {}", super::wording::and(&numbers))
}
