//! What the code does with data about people. Comes in: the plugin's model and its lowered Python; goes out:
//! [`CodeFacts`]: practices with their traces, contacts, outbound calls, capabilities. Apart because it knows no policies.

mod asked;
mod assign;
mod attributes;
mod bounds;
mod buffers;
mod builtins;
mod calls;
mod constants;
mod containers;
mod definitions;
mod engine;
mod entries;
mod env;
mod eval;
mod facts;
mod hidden;
mod instances;
mod items;
mod kept;
mod language;
mod library;
pub mod limits;
mod methods;
pub mod models;
mod narrowing;
mod own;
mod practices;
mod reads;
mod recipients;
mod shared;
mod statements;
mod stores;
mod summaries;
mod taken;
mod texts;
pub mod typing;
pub mod value;
mod widen;
pub mod words;

pub use entries::Analyser;
pub use hidden::{Hidden, HiddenKind};

use crate::knowledge::{DataType, Service};
use crate::source::{NotAnalysed, Span};

/// What is done with the data (`domain.md`, "Practices").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// To a service outside.
    Sends,
    /// Back from a service.
    Receives,
    /// Persisted.
    Stores,
    /// Written to a log or printed.
    Logs,
}

/// Who learns of the data.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Recipient {
    /// A service of the registry.
    Service(Service),
    /// A host that the registry does not know, under its registrable domain.
    Domain(String),
    /// The host is wholly the user's.
    UserConfigured,
    /// Dify's reverse invocation.
    Dify,
    /// The host could not be worked out.
    Unresolved,
    /// The plugin's own side (`stores`, `logs`).
    Own,
}

/// How sure the decision is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// Shown to be checked; decides nothing.
    Low,
    /// Likely.
    Medium,
    /// The code or the YAML says it.
    High,
}

/// How data of a practice came to the plugin, as far as an activity shows by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// Somebody is asked for it: a parameter, a setting, a form that is posted to an endpoint.
    Asked,
    /// A credential holds it.
    Account,
    /// It comes from a record of people that is read: a profile, contacts, members.
    Profile,
    /// Such a record comes as a whole, and nothing says what it holds.
    Record,
}

/// One step of a trace.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Step {
    /// Where.
    pub span: Span,
    /// What happens there, a few words: "parameter `email`", "sent by httpx.post to slack.com".
    pub note: String,
}

/// A practice: data type, action, recipient, with its places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Practice {
    /// Which data.
    pub data_type: DataType,
    /// What is done.
    pub action: Action,
    /// Who learns of it.
    pub recipient: Recipient,
    /// How sure.
    pub confidence: Confidence,
    /// The best place first: where the data meets the sink, or is read from a response.
    pub locations: Vec<Span>,
    /// Source to sink, shortest first choice; empty for a practice of one place.
    pub trace: Vec<Step>,
    /// Why it is this data type: one short sentence each ("parameter `email`: the word `email`").
    pub evidence: Vec<String>,
    /// Ways by which it surely came, sorted; a record as a whole always counts.
    pub ways: Vec<Way>,
}

/// A service that the code contacts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThirdParty {
    /// Who; never `Own`, `Dify` or `Unresolved`.
    pub recipient: Recipient,
    /// Hosts seen, sorted.
    pub hosts: Vec<String>,
    /// `http`, `sdk`, `smtp`, `db`, …, sorted.
    pub via: Vec<String>,
    /// Whether a call goes to a host that the user sets, with this service as default or owner.
    pub user_configured: bool,
    /// Places of contact, the best first.
    pub locations: Vec<Span>,
    /// Whether plain HTTP is used, with the places.
    pub plain_http: Vec<Span>,
}

/// All outbound calls and how many of them have a known host.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutboundCalls {
    /// Call sites that leave the plugin.
    pub total: usize,
    /// Those whose host is known.
    pub resolved: usize,
    /// Those whose host the user sets.
    pub user_configured: usize,
    /// The others.
    pub unresolved: Vec<Span>,
}

/// A capability of the marketplace's risk classes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Capability {
    /// `commands`, `code`, `sql`, `ssh`, `files`, `browser`, `urls`, `user_files`, `writes`, …
    pub id: String,
    /// `medium` or `high`.
    pub level: String,
    /// Where.
    pub locations: Vec<Span>,
}

/// All that the code side found.
#[derive(Debug, Clone, Default)]
pub struct CodeFacts {
    /// Sorted by data type, action, recipient.
    pub practices: Vec<Practice>,
    /// Sorted by recipient.
    pub third_parties: Vec<ThirdParty>,
    /// The count of outbound calls.
    pub outbound: OutboundCalls,
    /// Sorted by id.
    pub capabilities: Vec<Capability>,
    /// Code that cannot be read, in the order of files.
    pub hidden: Vec<Hidden>,
    /// The types of what the YAML asks for, sorted; empty for a plugin without a policy, where nobody asks for them.
    pub taken: Vec<DataType>,
    /// What could not be analysed, bounds that were hit.
    pub not_analysed: Vec<NotAnalysed>,
}
