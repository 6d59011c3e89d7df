//! Finds data that the code handles and the policy does not mention.

use super::wording::{by_type, handling, places, policy_name};
use super::{Case, Example, Finding, Help, Rule, Severity};
use crate::compare::Class;
use crate::policy::Status;

pub(super) const RULE: Rule = Rule {
    id: "undisclosed-data",
    severity: Severity::Error,
    title: "Data that the policy does not mention",
    help: Help {
        what: "The code sends, receives, stores or logs data about people, and nothing in the policy covers it.",
        why: "The guidelines ask for every type of data that is collected. People decide by the policy what to enter.",
        fix: "Name the type of data in the policy, say what it is used for and who gets it.",
        passes: Example::of(&[(
            "PRIVACY.md",
            "We use the e-mail address that you enter to find the account, and send it to Example. See [Example's privacy policy](https://example.com/privacy).",
        )]),
        fails: Example::of(&[("PRIVACY.md", "Your name is sent to Example to find the account.")]),
    },
    check,
};

fn check(case: &Case) -> Vec<Finding> {
    // Without a readable policy one finding says so; one for each type would be the same thing many times.
    if case.policy.status != Status::Present {
        return Vec::new();
    }
    let groups = by_type(case, Class::Omitted);
    groups
        .into_iter()
        .filter_map(|(data_type, practices, _)| {
            let what = handling(case, data_type, &practices);
            let message = format!("{what}, but {} does not mention it.", policy_name(case.policy));
            let id = &case.tables.knowledge.type_row(data_type).id;
            let finding = case.finding(RULE.id, id, message)?;
            Some(Finding { locations: places(&practices), about: Some(data_type), ..finding })
        })
        .collect()
}
