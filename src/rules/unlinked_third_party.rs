//! Finds third parties that the policy names without a link to their own policy.

use super::wording::{policy_name, recipient_name};
use super::{Case, Example, Finding, Help, Rule, Severity};
use crate::compare::PartyClass;
use crate::flow::Recipient;

pub(super) const RULE: Rule = Rule {
    id: "unlinked-third-party",
    severity: Severity::Note,
    title: "Third party without a link to its policy",
    help: Help {
        what: "The policy names a third party and gives no link to that party's privacy policy.",
        why: "The guidelines ask for these links: what happens to the data there is told only there.",
        fix: "Add the link beside the name.",
        passes: Example::of(&[
            (
                "tools/find.py",
                "requests.post(\"https://slack.com/api/users.lookupByEmail\", data={\"email\": email})",
            ),
            (
                "PRIVACY.md",
                "E-mail addresses are sent to Slack ([privacy policy](https://slack.com/trust/privacy/privacy-policy)).",
            ),
        ]),
        fails: Example::of(&[
            (
                "tools/find.py",
                "requests.post(\"https://slack.com/api/users.lookupByEmail\", data={\"email\": email})",
            ),
            ("PRIVACY.md", "E-mail addresses are sent to Slack."),
        ]),
    },
    check,
};

fn check(case: &Case) -> Vec<Finding> {
    let parties = case.facts.third_parties.iter().zip(&case.comparison.third_parties);
    parties
        .filter(|(party, disclosure)| !party.user_configured && disclosure.class == PartyClass::Named)
        // The platform is known without being named.
        .filter(|(_, disclosure)| !disclosure.parties.is_empty())
        .filter_map(|(party, disclosure)| {
            let name = recipient_name(case.tables.knowledge, &party.recipient);
            let policy = policy_name(case.policy);
            let known = match party.recipient {
                Recipient::Service(service) => {
                    case.tables.knowledge.service_row(service).map_or("", |row| row.policy.as_str())
                }
                _ => "",
            };
            let add = if known.is_empty() { String::new() } else { format!(" It is at {known}") };
            let message = format!("{policy} names {name} without a link to its privacy policy.{add}");
            let finding = case.finding(RULE.id, &name, message)?;
            let line = disclosure.parties.first().and_then(|&index| case.policy.third_parties.get(index));
            Some(Finding { policy_line: line.map(|named| named.line), ..finding })
        })
        .collect()
}
