//! Bounds that were hit where a flow may be lost, and calls that carry data nobody knows where. Comes in: a bound and the
//! place, or the practices; goes out: one row of the report for each bound, with the first place, and one for each such
//! call. Apart because a bound that only makes the result coarser is no such row.

use std::collections::{BTreeMap, BTreeSet};

use super::engine::Engine;
use super::{Action, Confidence, Practice, Recipient, limits};
use crate::knowledge::Knowledge;
use crate::plugin::{Located, Parameter, Plugin};
use crate::source::{NotAnalysed, Span};

/// A bound behind which data or recipients may be lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bound {
    /// Steps were used up.
    Steps,
    /// The call stack was too deep.
    Calls,
    /// Expressions and statements were nested too deep.
    Nesting,
    /// A loop or a recursion did not settle.
    Rounds,
    /// State that functions share did not settle.
    Shared,
    /// Data of too many origins met a sink.
    Origins,
    /// A URL may be too many texts.
    Texts,
    /// What is called stood too deep in other values, or too many functions may be meant.
    Things,
    /// One call may reach too many hosts.
    Contacts,
    /// One value is read in too many places.
    Reads,
    /// Too many addresses are set under names that hold an endpoint.
    SetUrls,
    /// A class has too many bases.
    Bases,
    /// One request has too many constants that may ask for fields, or asks for too many.
    Asked,
}

impl Bound {
    fn reason(self) -> String {
        match self {
            Self::Steps => format!("data flow stopped after {} steps", limits::STEPS),
            Self::Calls => format!("calls nested deeper than {} were not followed", limits::CALL_DEPTH),
            Self::Nesting => "code nested too deep to follow".to_owned(),
            Self::Rounds => "a loop or recursion was followed for a fixed number of rounds only".to_owned(),
            Self::Shared => {
                "state that functions share was followed for a fixed number of rounds only".to_owned()
            }
            Self::Origins => format!("data of more than {} origins in one call", limits::ORIGINS),
            Self::Texts => format!("more than {} addresses in one call", limits::TEXTS),
            Self::Things => "calls of what stood too deep in other values, or was one of too many".to_owned(),
            Self::Contacts => format!("more than {} hosts in one call", limits::CONTACTS),
            Self::Reads => format!("one value read in more than {} places", limits::READS),
            Self::SetUrls => format!("more than {} addresses set under names of endpoints", limits::SET_URLS),
            Self::Bases => format!("a class with more than {} bases", limits::BASES),
            Self::Asked => format!("more than {} constants or fields in one request", limits::ASKED),
        }
    }
}

/// The bounds that were hit: how often, and where first.
pub type Hits = BTreeMap<Bound, (u32, Option<Span>)>;

impl Engine<'_, '_> {
    /// Notes that a bound was hit, at `place` or else in the function that runs.
    pub(super) fn hit(&mut self, bound: Bound, place: Option<Span>) {
        let hits = self.hits.entry(bound).or_insert((0, None));
        hits.0 = hits.0.saturating_add(1);
        if hits.0 > 1 {
            return;
        }
        let place = place.filter(|place| place.end > 0).or_else(|| {
            let frame = self.frames.last()?;
            let scope = self.program.scope(frame.scope)?;
            Some(Span { file: self.program.file(frame.module), start: scope.start, end: scope.end })
        });
        if let Some(hits) = self.hits.get_mut(&bound) {
            hits.1 = place;
        }
    }

    /// The bounds that were hit, for people: one row each, and one for each parameter with more texts than are read.
    pub(super) fn bounds(&self) -> Vec<NotAnalysed> {
        let row = |(bound, (count, place)): (&Bound, &(u32, Option<Span>))| {
            let times = if *count > 1 { format!(", {count} times") } else { String::new() };
            let file = place.and_then(|place| Some((place, self.plugin.file(place.file)?)));
            match file {
                Some((place, file)) => {
                    let (line, _) = file.line_column(place.start);
                    NotAnalysed::new(&file.path, format!("{} (line {line}{times})", bound.reason()))
                }
                None => NotAnalysed::new(".", bound.reason()),
            }
        };
        let entries = self.plugin.manifest.entries.iter();
        let parameters = entries.flat_map(|entry| entry.parameters.iter().chain(&entry.credentials));
        let unread: BTreeSet<NotAnalysed> =
            parameters.filter_map(|parameter| unread_texts(self.plugin, parameter)).collect();
        self.hits.iter().map(row).chain(unread).collect()
    }
}

/// A row for a parameter that has more labels, descriptions or options than are read.
fn unread_texts(plugin: &Plugin, parameter: &Parameter) -> Option<NotAnalysed> {
    let texts = parameter.labels.len().max(parameter.descriptions.len()) > limits::PARAMETER_TEXTS;
    let commas = |text: &Located| text.text.matches([',', '、', '，']).count();
    let (what, most) = if texts {
        ("labels or descriptions", limits::PARAMETER_TEXTS)
    } else if parameter.options.len() > limits::FIELD_NAMES {
        ("options", limits::FIELD_NAMES)
    } else if parameter.descriptions.iter().any(|text| commas(text) > limits::FIELD_NAMES) {
        ("names in a description", limits::FIELD_NAMES)
    } else {
        return None;
    };
    let file = plugin.file(parameter.name.span.file)?;
    let (line, _) = file.line_column(parameter.name.span.start);
    Some(NotAnalysed::new(&file.path, format!("a parameter with more than {most} {what} (line {line})")))
}

/// Calls whose recipient could not be worked out and that carry data about people: one row each. Who learns of the
/// data is then not known, so nothing can be said of the policy. A credential alone is no such data, and what is only
/// to be checked decides nothing.
pub(super) fn unknown_recipients(
    knowledge: &Knowledge,
    plugin: &Plugin,
    practices: &[Practice],
) -> Vec<NotAnalysed> {
    let mut calls: BTreeMap<Span, BTreeSet<&str>> = BTreeMap::new();
    for practice in practices {
        let row = knowledge.type_row(practice.data_type);
        let sent = practice.action == Action::Sends && practice.recipient == Recipient::Unresolved;
        let sure = practice.confidence != Confidence::Low;
        if sent && sure && !row.is_apart() {
            let title = row.title.get("en").unwrap_or(&row.id);
            for place in &practice.locations {
                calls.entry(*place).or_default().insert(title);
            }
        }
    }
    let row = |(place, titles): (Span, BTreeSet<&str>)| {
        let file = plugin.file(place.file)?;
        let (line, _) = file.line_column(place.start);
        let what = titles.into_iter().collect::<Vec<_>>().join(", ");
        Some(NotAnalysed::new(
            &file.path,
            format!("line {line} sends {what} to a host that could not be worked out"),
        ))
    };
    calls.into_iter().filter_map(row).collect()
}
