//! What reports show of practices and third parties. Comes in: an [`Analysis`]; goes out: rows in one order and in the same
//! words, whatever the format. Apart because every format for people picks the same rows.

use std::cmp::Reverse;

use super::Analysis;
use crate::compare::{Class, Disclosure, PartyClass, Tables, decides};
use crate::flow::{Action, Confidence, Practice, Recipient, Step, ThirdParty};
use crate::policy::Status;
use crate::rules::wording::{plain_title, recipient_name};
use crate::source::{FileKind, Place, Span};

/// A practice as reports show it.
pub struct Row<'a> {
    /// Index among the facts' practices.
    pub number: usize,
    /// The practice.
    pub practice: &'a Practice,
    /// How the policy discloses it.
    pub found: &'a Disclosure,
    /// What people call the data.
    pub data: String,
    /// Who learns of it; empty on the plugin's own side.
    pub recipient: String,
    /// The class; none for what a policy need not disclose.
    pub class: Option<Class>,
    /// False for what is to be checked and decides nothing.
    pub sure: bool,
    /// Where, each line once, the best place first.
    pub places: Vec<Place>,
}

/// A third party as reports show it.
pub struct PartyRow<'a> {
    /// The third party.
    pub party: &'a ThirdParty,
    /// What people call it.
    pub name: String,
    /// The class; none where the host is the user's to set.
    pub class: Option<PartyClass>,
    /// The class in words.
    pub told: &'static str,
    /// Address of its privacy policy, where the registry knows one.
    pub policy: Option<String>,
    /// Where, each line once, the best place first.
    pub places: Vec<Place>,
}

/// Practices: the sure ones first, the worst disclosure first, what need not be disclosed last.
pub fn practices<'a>(tables: Tables<'a>, analysis: &'a Analysis) -> Vec<Row<'a>> {
    let pairs = analysis.facts.practices.iter().zip(&analysis.comparison.practices);
    let mut rows: Vec<Row> = pairs
        .enumerate()
        .map(|(number, (practice, found))| Row {
            number,
            practice,
            found,
            data: plain_title(tables.knowledge, practice.data_type),
            recipient: whom(tables, &practice.recipient),
            class: (!tables.knowledge.type_row(practice.data_type).is_apart()).then_some(found.class),
            sure: practice.confidence > Confidence::Low,
            places: lines(analysis, &practice.locations),
        })
        .collect();
    rows.sort_by_key(|row| (Reverse(row.sure), Reverse(row.class)));
    rows
}

/// Third parties: those that the policy does not name first.
pub fn parties<'a>(tables: Tables<'a>, analysis: &'a Analysis) -> Vec<PartyRow<'a>> {
    let pairs = analysis.facts.third_parties.iter().zip(&analysis.comparison.third_parties);
    let mut rows: Vec<PartyRow> = pairs
        .map(|(party, found)| {
            let own = party.user_configured || party.recipient == Recipient::UserConfigured;
            let class = (!own).then_some(found.class);
            PartyRow {
                party,
                name: whom(tables, &party.recipient),
                class,
                told: match class {
                    None => "set by the user",
                    Some(PartyClass::NamedLinked) => "named, linked",
                    Some(PartyClass::Named) => "named",
                    Some(PartyClass::Unnamed) => "not named",
                },
                policy: policy_of(tables, &party.recipient),
                places: lines(analysis, &party.locations),
            }
        })
        .collect();
    rows.sort_by_key(|row| Reverse(row.class));
    rows
}

impl Row<'_> {
    /// What is done, as a predicate: "is sent to Slack".
    pub fn deed(&self) -> String {
        match (self.practice.action, self.recipient.is_empty()) {
            (Action::Sends, _) => format!("is sent to {}", self.recipient),
            (Action::Receives, _) => format!("is received from {}", self.recipient),
            (Action::Stores, true) => "is stored".to_owned(),
            (Action::Stores, false) => format!("is stored at {}", self.recipient),
            (Action::Logs, _) => "is written to a log".to_owned(),
        }
    }

    /// The line of the tool's own code that hands the data on, where the sink stands in another file.
    pub fn origin(&self, analysis: &Analysis) -> Option<Place> {
        let step = handing(analysis, &self.practice.trace)?;
        (self.practice.action != Action::Receives).then(|| analysis.place(step.span)).flatten()
    }
}

/// The last step in the first Python file of a trace, where the trace goes on to another file.
fn handing<'a>(analysis: &Analysis, trace: &'a [Step]) -> Option<&'a Step> {
    let code =
        |step: &&Step| analysis.plugin.file(step.span.file).is_some_and(|file| file.kind == FileKind::Python);
    let own = trace.iter().find(code)?.span.file;
    let last = trace.iter().rposition(|step| step.span.file == own)?;
    trace.get(last).filter(|_| last + 1 < trace.len())
}

/// What tables call a recipient; empty on the plugin's own side.
pub fn whom(tables: Tables, recipient: &Recipient) -> String {
    match recipient {
        Recipient::Own => String::new(),
        Recipient::UserConfigured => "the user's host".to_owned(),
        Recipient::Unresolved => "an unknown host".to_owned(),
        _ => recipient_name(tables.knowledge, recipient),
    }
}

/// The address of a recipient's privacy policy, where the registry knows one.
fn policy_of(tables: Tables, recipient: &Recipient) -> Option<String> {
    let Recipient::Service(service) = recipient else { return None };
    let policy = tables.knowledge.service_row(*service)?.policy.clone();
    (!policy.is_empty()).then_some(policy)
}

/// The places of spans, each line once.
pub fn lines(analysis: &Analysis, spans: &[Span]) -> Vec<Place> {
    let mut lines: Vec<Place> = Vec::new();
    for place in spans.iter().filter_map(|&span| analysis.place(span)) {
        if !lines.iter().any(|known| known.path == place.path && known.line == place.line) {
            lines.push(place);
        }
    }
    lines
}

/// A trace in at most three steps: where the data comes in, where the tool's own code hands it on, where it goes; and how
/// many steps are left out before each.
pub fn three<'a>(analysis: &Analysis, trace: &'a [Step]) -> Vec<(&'static str, &'a Step, usize)> {
    match trace {
        [] => Vec::new(),
        [only] => vec![("at", only, 0)],
        [first, last] => vec![("from", first, 0), ("to", last, 0)],
        [first, others @ .., last] => {
            let own = handing(analysis, trace).and_then(|own| others.iter().position(|step| step == own));
            let at = own.unwrap_or(others.len() - 1);
            let via = others.get(at).map(|step| ("via", step, at));
            std::iter::once(("from", first, 0))
                .chain(via)
                .chain([("to", last, others.len() - 1 - at)])
                .collect()
        }
    }
}

/// The data types that are not disclosed, by class, the worst first.
pub fn undisclosed(tables: Tables, analysis: &Analysis) -> Vec<(Class, Vec<String>)> {
    let mut classes = Vec::new();
    for class in [Class::Incorrect, Class::Ambiguous, Class::Omitted] {
        let pairs = analysis.facts.practices.iter().zip(&analysis.comparison.practices);
        let of_class =
            pairs.filter(|(practice, found)| found.class == class && decides(tables.knowledge, practice));
        let mut titles: Vec<String> =
            of_class.map(|(practice, _)| plain_title(tables.knowledge, practice.data_type)).collect();
        titles.dedup();
        if !titles.is_empty() {
            classes.push((class, titles));
        }
    }
    classes
}

/// The third parties that the policy does not name.
pub fn unnamed(tables: Tables, analysis: &Analysis) -> Vec<String> {
    let rows = parties(tables, analysis).into_iter();
    rows.filter(|row| row.class == Some(PartyClass::Unnamed)).map(|row| row.name).collect()
}

/// What is wrong with a policy that cannot be held against the code.
pub fn no_policy(status: Status) -> Option<&'static str> {
    match status {
        Status::Present => None,
        Status::Template => Some("unfilled policy"),
        Status::Empty => Some("empty policy"),
        Status::Missing => Some("no policy"),
        Status::LinkOnly => Some("policy is only a link"),
        Status::Remote => Some("policy not read"),
    }
}
