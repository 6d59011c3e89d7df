//! Finds data that only a broader term of the policy covers.

use super::wording::{by_type, handling, line_of, places, policy_name};
use super::{Case, Example, Finding, Help, Rule, Severity};
use crate::compare::Class;

pub(super) const RULE: Rule = Rule {
    id: "vague-disclosure",
    severity: Severity::Warning,
    title: "Data that only a broad term covers",
    help: Help {
        what: "The policy covers the data only by a broad term such as \u{201c}personal data\u{201d} or \u{201c}your input\u{201d}.",
        why: "The guidelines ask for a list of the types of data. A broad term tells the reader little.",
        fix: "Name the type of data in the policy.",
        passes: Example::of(&[(
            "PRIVACY.md",
            "We use the e-mail address that you enter to find the account, and send it to Example. See [Example's privacy policy](https://example.com/privacy).",
        )]),
        fails: Example::of(&[("PRIVACY.md", "Your personal data is sent to Example to find the account.")]),
    },
    check,
};

fn check(case: &Case) -> Vec<Finding> {
    by_type(case, Class::Vague)
        .into_iter()
        .filter_map(|(data_type, practices, statements)| {
            let what = handling(case, data_type, &practices);
            let terms = terms(case, &statements);
            let policy = policy_name(case.policy);
            let message = format!("{what}, and {policy} covers it only by {terms}.");
            let id = &case.tables.knowledge.type_row(data_type).id;
            let finding = case.finding(RULE.id, id, message)?;
            let policy_line = line_of(case.policy, &statements);
            Some(Finding { locations: places(&practices), policy_line, about: Some(data_type), ..finding })
        })
        .collect()
}

/// The broad words themselves, at most two.
fn terms(case: &Case, statements: &[usize]) -> String {
    let mut terms: Vec<String> = Vec::new();
    for statement in statements.iter().filter_map(|&index| case.policy.statements.get(index)) {
        let term = format!("\u{201c}{}\u{201d}", statement.term);
        if !statement.term.is_empty() && !terms.contains(&term) && terms.len() < 2 {
            terms.push(term);
        }
    }
    if terms.is_empty() { "a broad term".to_owned() } else { super::wording::and(&terms) }
}
