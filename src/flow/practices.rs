//! From facts to practices. Comes in: what the interpreter saw; goes out: [`CodeFacts`]: per data type, action and
//! recipient one practice with places, trace and evidence; the third parties; the outbound calls. Apart because here,
//! and only here, a value gets its data type. One file for each kind of observation.

mod answers;
mod bases;
mod drafts;
mod fields;
mod origins;
mod parties;
mod sinks;
mod steps;

use super::bounds::Bound;
use super::engine::Engine;
use super::entries::SendingBase;
use super::typing::{self, Typing};
use super::{Capability, CodeFacts};
use drafts::Drafts;

/// Decides data types and gathers the facts into practices.
pub fn decide(engine: &mut Engine<'_, '_>, typing: &Typing<'_>, bases: &[SendingBase<'_>]) -> CodeFacts {
    let mut drafts = Drafts::default();
    sinks::all(engine, typing, &mut drafts);
    fields::read(engine, typing, &mut drafts);
    answers::known(engine, typing, &mut drafts);
    for request in answers::told(engine, typing, &mut drafts) {
        engine.hit(Bound::Asked, Some(request));
    }
    answers::meant(engine, typing, &mut drafts);
    answers::fetched_files(engine, typing, &mut drafts);
    fields::of_events(engine, typing, &mut drafts);
    let mut contacts = parties::contacts(engine);
    for base in bases {
        bases::sends(engine, &mut drafts, &mut contacts, base);
    }
    CodeFacts {
        practices: drafts.finish(typing::identifier(typing)),
        third_parties: parties::of(&contacts),
        outbound: parties::calls(engine),
        capabilities: capabilities(engine),
        ..CodeFacts::default()
    }
}

fn capabilities(engine: &Engine<'_, '_>) -> Vec<Capability> {
    let mut capabilities = Vec::new();
    for ((id, level), places) in &engine.facts.capabilities {
        let mut locations = places.clone();
        locations.sort_unstable();
        capabilities.push(Capability { id: (*id).to_owned(), level: (*level).to_owned(), locations });
    }
    capabilities
}
