//! Finds services that the code contacts and the policy does not name.

use super::wording::{and, plain_title, policy_name, recipient_with_host};
use super::{Case, Example, Finding, Help, Rule, Severity};
use crate::compare::PartyClass;
use crate::flow::{Action, Recipient, ThirdParty};
use crate::policy::Status;

pub(super) const RULE: Rule = Rule {
    id: "undisclosed-third-party",
    severity: Severity::Error,
    title: "Third party that the policy does not name",
    help: Help {
        what: "The code contacts a service that the policy does not name.",
        why: "The guidelines ask for every third party that data is shared with, and a link to its privacy policy.",
        fix: "Name the service in the policy, say which data it gets, and link its privacy policy.",
        passes: Example::of(&[(
            "PRIVACY.md",
            "We use the e-mail address that you enter to find the account, and send it to Example. See [Example's privacy policy](https://example.com/privacy).",
        )]),
        fails: Example::of(&[("PRIVACY.md", "We use your e-mail address to find the account.")]),
    },
    check,
};

fn check(case: &Case) -> Vec<Finding> {
    unnamed(case)
        .filter(|party| !is_analytics(case, party))
        .filter_map(|party| finding(case, RULE.id, party, "the code contacts"))
        .collect()
}

/// Third parties that a readable policy leaves out; without one a single finding speaks for all.
pub(super) fn unnamed<'a>(case: &Case<'a>) -> impl Iterator<Item = &'a ThirdParty> {
    let readable = case.policy.status == Status::Present;
    let parties = case.facts.third_parties.iter().zip(&case.comparison.third_parties);
    parties
        .filter(move |(party, disclosure)| {
            readable && !party.user_configured && disclosure.class == PartyClass::Unnamed
        })
        .map(|(party, _)| party)
}

pub(super) fn is_analytics(case: &Case, party: &ThirdParty) -> bool {
    match party.recipient {
        Recipient::Service(service) => {
            case.tables.knowledge.service_row(service).is_some_and(|row| row.analytics)
        }
        _ => false,
    }
}

pub(super) fn finding(case: &Case, rule: &'static str, party: &ThirdParty, deed: &str) -> Option<Finding> {
    let knowledge = case.tables.knowledge;
    let mut types: Vec<String> = Vec::new();
    for practice in &case.facts.practices {
        let title = plain_title(knowledge, practice.data_type);
        let told = practice.action == Action::Sends && practice.recipient == party.recipient;
        if told && crate::compare::decides(knowledge, practice) && !types.contains(&title) {
            types.push(title);
        }
    }
    let gets = if types.is_empty() { String::new() } else { format!(" It gets: {}.", and(&types)) };
    let who = recipient_with_host(knowledge, case.facts, &party.recipient);
    let message = format!("{} does not name {who}, which {deed}.{gets}", policy_name(case.policy));
    let about = match &party.recipient {
        Recipient::Service(service) => knowledge.service_row(*service)?.id.clone(),
        Recipient::Domain(domain) => domain.clone(),
        _ => return None,
    };
    let finding = case.finding(rule, &about, message)?;
    Some(Finding { locations: party.locations.clone(), ..finding })
}
