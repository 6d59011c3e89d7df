//! Third parties of the code against those of the policy. Comes in: the policy and a third party; goes out: whether it
//! is named and linked. Apart because families and unknown hosts need rules of their own.

use super::{PartyClass, PartyDisclosure};
use crate::flow::{CodeFacts, Recipient, ThirdParty};
use crate::knowledge::rows::ServiceRow;
use crate::knowledge::{Knowledge, Service, registrable_domain};
use crate::policy::{Policy, PolicyParty, Status, services_in};

/// Shorter names are too likely to be part of another name.
const SHORTEST_NAME: usize = 4;

/// The disclosure of `party` under `policy`.
pub(super) fn of(knowledge: &Knowledge, policy: &Policy, party: &ThirdParty) -> PartyDisclosure {
    let parties: Vec<usize> = match policy.status {
        Status::Present | Status::LinkOnly => policy
            .third_parties
            .iter()
            .enumerate()
            .filter(|(_, named)| matches_party(knowledge, named, &party.recipient, &party.hosts))
            .map(|(index, _)| index)
            .collect(),
        _ => Vec::new(),
    };
    let linked = parties
        .iter()
        .filter_map(|&index| policy.third_parties.get(index))
        .any(|named| named.policy_link.is_some());
    // Whoever reads the policy of a plugin uses the platform that runs it.
    let known = policy.status == Status::Present && is_platform(knowledge, &party.recipient);
    // A policy that is nothing but a link names nobody as a recipient of data.
    let class = match (parties.is_empty() || policy.status == Status::LinkOnly, linked) {
        (true, _) if known => PartyClass::Named,
        (true, _) => PartyClass::Unnamed,
        (false, true) => PartyClass::NamedLinked,
        (false, false) => PartyClass::Named,
    };
    PartyDisclosure { class, parties }
}

/// Whether a recipient is the platform that runs plugins.
fn is_platform(knowledge: &Knowledge, recipient: &Recipient) -> bool {
    matches!(recipient, Recipient::Service(id) if knowledge.service_row(*id).is_some_and(|row| row.platform))
}

/// Whether the policy names `recipient` among its third parties.
pub(super) fn recipient_named(knowledge: &Knowledge, policy: &Policy, recipient: &Recipient) -> bool {
    policy.third_parties.iter().any(|named| matches_party(knowledge, named, recipient, &[]))
}

/// The policy, which is of no other product where the one that it says it is of is a service that the code contacts: a
/// plugin for a service may be called by the service's name.
pub fn settled(knowledge: &Knowledge, facts: &CodeFacts, mut policy: Policy) -> Policy {
    let contacted = |name: &str| {
        let claimed = services_in(knowledge, name);
        facts.third_parties.iter().any(|party| match &party.recipient {
            Recipient::Service(service) => claimed.iter().any(|own| same_family(knowledge, *own, *service)),
            Recipient::Domain(domain) => {
                let label = domain.split('.').next().unwrap_or(domain);
                label.len() >= SHORTEST_NAME
                    && name.split_whitespace().any(|word| word.eq_ignore_ascii_case(label))
            }
            _ => false,
        })
    };
    policy.other_subject = policy.other_subject.take().filter(|(name, _)| !contacted(name));
    policy
}

/// Whether a third party of a policy is `recipient`, by family, name or host.
pub fn matches_party(
    knowledge: &Knowledge,
    named: &PolicyParty,
    recipient: &Recipient,
    hosts: &[String],
) -> bool {
    let by_service = match (named.service, recipient) {
        (Some(service), Recipient::Service(other)) => same_family(knowledge, service, *other),
        _ => false,
    };
    by_service || by_host(named, recipient, hosts) || by_name(knowledge, named, recipient)
}

/// Whether two services belong to one company or product line.
pub fn same_family(knowledge: &Knowledge, one: Service, other: Service) -> bool {
    family(knowledge, one) == family(knowledge, other)
}

/// The id of the company or product line of a service.
pub fn family(knowledge: &Knowledge, service: Service) -> &str {
    knowledge.service_row(service).map_or("", ServiceRow::family)
}

fn by_host(named: &PolicyParty, recipient: &Recipient, hosts: &[String]) -> bool {
    let link = named.policy_link.as_deref().and_then(host_of).map(registrable_domain);
    link.into_iter().chain(named.domain.as_deref()).any(|domain| {
        let known = matches!(recipient, Recipient::Domain(own) if own == domain);
        known || hosts.iter().any(|host| registrable_domain(host) == domain)
    })
}

/// The host of a URL.
fn host_of(url: &str) -> Option<&str> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    (!host.is_empty()).then_some(host)
}

/// By what people write: the service's name, or the first label of an unknown domain.
fn by_name(knowledge: &Knowledge, named: &PolicyParty, recipient: &Recipient) -> bool {
    let written = squash(&named.name);
    let is = |name: &str| {
        let name = squash(name);
        written == name
            || name.chars().count() >= SHORTEST_NAME && written.starts_with(&name)
            || written.chars().count() >= SHORTEST_NAME && name.starts_with(&written)
    };
    match recipient {
        Recipient::Service(service) if named.service.is_none() => {
            knowledge.service_row(*service).is_some_and(|row| is(&row.name) || is(&row.id))
        }
        Recipient::Domain(domain) => {
            written == squash(domain) || is(domain.split('.').next().unwrap_or(domain))
        }
        _ => false,
    }
}

fn squash(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(id: &str) -> PartyClass {
        let knowledge = Knowledge::shared().unwrap();
        let party = ThirdParty {
            recipient: Recipient::Service(knowledge.service(id).unwrap()),
            hosts: Vec::new(),
            via: Vec::new(),
            user_configured: false,
            locations: Vec::new(),
            plain_http: Vec::new(),
        };
        let policy = Policy { status: Status::Present, ..Policy::default() };
        of(knowledge, &policy, &party).class
    }

    #[test]
    fn the_platform_need_not_be_named() {
        assert_eq!(class("dify"), PartyClass::Named);
        assert_eq!(class("slack"), PartyClass::Unnamed);
    }
}
