//! Who is contacted. Comes in: the contacts of every call that leaves the plugin; goes out: third parties, and how many
//! calls have a known host. Apart because no data is looked at.

use std::collections::BTreeMap;

use crate::flow::engine::Engine;
use crate::flow::limits;
use crate::flow::recipients::Contact;
use crate::flow::{OutboundCalls, Recipient, ThirdParty};
use crate::source::Span;

/// Contacts of every call that leaves the plugin.
pub(super) fn contacts(engine: &Engine<'_, '_>) -> Vec<(Contact, Span)> {
    let mut contacts = Vec::new();
    for (span, outbound) in &engine.facts.outbound {
        for contact in &outbound.contacts {
            contacts.push((contact.clone(), *span));
        }
    }
    contacts
}

pub(super) fn of(contacts: &[(Contact, Span)]) -> Vec<ThirdParty> {
    let mut parties: BTreeMap<Recipient, ThirdParty> = BTreeMap::new();
    for (contact, span) in contacts {
        if matches!(contact.recipient, Recipient::Own | Recipient::Dify | Recipient::Unresolved) {
            continue;
        }
        let party = parties.entry(contact.recipient.clone()).or_insert_with(|| ThirdParty {
            recipient: contact.recipient.clone(),
            hosts: Vec::new(),
            via: Vec::new(),
            user_configured: true,
            locations: Vec::new(),
            plain_http: Vec::new(),
        });
        let host = contact.host.trim_matches(['*', '.', '-']);
        if !host.is_empty()
            && let Err(at) = party.hosts.binary_search_by(|other| other.as_str().cmp(host))
        {
            party.hosts.insert(at, host.to_owned());
        }
        if !party.via.contains(&contact.via) {
            party.via.push(contact.via.clone());
        }
        // One call to a host of its own is enough for it to be the service's.
        let users = contact.user_configured || contact.recipient == Recipient::UserConfigured;
        party.user_configured &= users;
        if !party.locations.contains(span) && party.locations.len() < limits::PLACES {
            party.locations.push(*span);
        }
        if contact.plain_http && !party.plain_http.contains(span) && party.plain_http.len() < limits::PLACES {
            party.plain_http.push(*span);
        }
    }
    let mut parties: Vec<ThirdParty> = parties.into_values().collect();
    for party in &mut parties {
        party.via.sort();
    }
    parties
}

pub(super) fn calls(engine: &Engine<'_, '_>) -> OutboundCalls {
    let mut calls = OutboundCalls::default();
    for (span, outbound) in &engine.facts.outbound {
        calls.total += 1;
        let known = outbound
            .contacts
            .iter()
            .any(|contact| matches!(contact.recipient, Recipient::Service(_) | Recipient::Domain(_)));
        if known {
            calls.resolved += 1;
        } else if outbound.contacts.iter().any(|contact| contact.recipient == Recipient::UserConfigured) {
            calls.user_configured += 1;
        } else {
            calls.unresolved.push(*span);
        }
    }
    calls
}
