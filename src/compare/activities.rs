//! The guidelines' nine activities. Comes in: the plugin's model and the facts; goes out: the activities that show, with
//! places. Apart because what shows an activity is a table.

use super::{Activity, Tables};
use crate::flow::{Action, CodeFacts, Confidence, Practice, Recipient, Way};
use crate::knowledge::compare_rows::ActivityRow;
use crate::plugin::Plugin;
use crate::source::Span;

/// All activities that show.
pub(super) fn of(tables: Tables, plugin: &Plugin, facts: &CodeFacts) -> Vec<Activity> {
    tables
        .comparing
        .activities
        .chunk_by(|row, next| row.id == next.id)
        .filter_map(|rows| {
            let shown = |row| {
                let mut locations = by_practices(tables, row, facts);
                locations.extend(by_manifest(row, plugin));
                locations.extend(by_analytics(tables, row, facts));
                locations
            };
            let mut locations: Vec<Span> = rows.iter().flat_map(shown).collect();
            let mut seen = std::collections::BTreeSet::new();
            locations.retain(|span| seen.insert(*span));
            let row = rows.first().filter(|_| !locations.is_empty())?;
            Some(Activity { id: row.id.clone(), title: row.title.clone(), locations })
        })
        .collect()
}

/// Practices of the row's types and actions, recipient by recipient, where enough types come together.
fn by_practices(tables: Tables, row: &ActivityRow, facts: &CodeFacts) -> Vec<Span> {
    let shows = |practice: &&Practice| {
        (practice.confidence > Confidence::Low || row.confidence == "low")
            && row.actions.iter().any(|action| action == action_id(practice.action))
            && (row.ways.is_empty()
                || practice.ways.iter().any(|&way| row.ways.iter().any(|id| id == way_id(way))))
            && (!row.service || matches!(practice.recipient, Recipient::Service(_) | Recipient::Domain(_)))
            && row.types.contains(&tables.knowledge.type_row(practice.data_type).id)
    };
    let showing: Vec<&Practice> = facts.practices.iter().filter(shows).collect();
    let mut recipients: Vec<&Recipient> = showing.iter().map(|practice| &practice.recipient).collect();
    recipients.sort();
    recipients.dedup();
    let mut locations = Vec::new();
    for recipient in recipients {
        let of_recipient: Vec<&&Practice> = showing.iter().filter(|p| p.recipient == *recipient).collect();
        let mut types: Vec<&str> =
            of_recipient.iter().map(|p| tables.knowledge.type_row(p.data_type).id.as_str()).collect();
        types.sort_unstable();
        types.dedup();
        let marked = row.one_of.is_empty() || types.iter().any(|id| row.one_of.iter().any(|one| one == id));
        if marked && types.len() >= row.at_least.max(1) {
            locations.extend(of_recipient.iter().filter_map(|practice| practice.locations.first()));
        }
    }
    locations
}

fn by_manifest(row: &ActivityRow, plugin: &Plugin) -> Vec<Span> {
    let entries = &plugin.manifest.entries;
    let oauth = entries.iter().filter(|entry| row.oauth && entry.oauth).map(|entry| entry.span);
    let parameters = entries
        .iter()
        .flat_map(|entry| &entry.parameters)
        .filter(|parameter| row.parameter_kinds.contains(&parameter.kind))
        .map(|parameter| parameter.name.span);
    oauth.chain(parameters).collect()
}

fn by_analytics(tables: Tables, row: &ActivityRow, facts: &CodeFacts) -> Vec<Span> {
    let tracks = |recipient: &Recipient| match recipient {
        Recipient::Service(service) => {
            tables.knowledge.service_row(*service).is_some_and(|row| row.analytics)
        }
        _ => false,
    };
    facts
        .third_parties
        .iter()
        .filter(|party| row.analytics && tracks(&party.recipient))
        .filter_map(|party| party.locations.first().copied())
        .collect()
}

/// The id of a way in the table.
fn way_id(way: Way) -> &'static str {
    match way {
        Way::Asked => "asked",
        Way::Account => "account",
        Way::Profile => "profile",
        Way::Record => "record",
    }
}

/// The id of an action in tables and reports.
pub fn action_id(action: Action) -> &'static str {
    match action {
        Action::Sends => "sends",
        Action::Receives => "receives",
        Action::Stores => "stores",
        Action::Logs => "logs",
    }
}
