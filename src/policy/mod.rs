//! What a privacy policy says. Comes in: the text of the policy; goes out: [`Policy`] with its statements, the third
//! parties it names, its status. Apart because it knows no code.

use crate::knowledge::{DataType, Service};

/// What a statement says of the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stance {
    /// Collects, uses, sends, accesses, stores or shares it.
    Handles,
    /// Does not collect or share it at all.
    Denies,
    /// "May", "if you provide".
    Conditional,
}

/// Status of a policy (`domain.md`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Status {
    /// A readable policy.
    Present,
    /// A placeholder that nobody filled in.
    Template,
    /// A file without text.
    Empty,
    /// No policy.
    #[default]
    Missing,
    /// Nothing but a link to another policy.
    LinkOnly,
    /// The manifest names a URL; its text is not here.
    Remote,
}

/// What a statement says is done with the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verb {
    /// Collects, asks for, reads, accesses.
    Collect,
    /// Uses, processes.
    Use,
    /// Sends, shares, transmits, discloses.
    Share,
    /// Stores, keeps, retains, caches.
    Store,
    /// Logs.
    Log,
    /// Gets back from a service.
    Receive,
}

/// Who does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Actor {
    /// The plugin or its author.
    Plugin,
    /// A third party.
    ThirdParty,
    /// The platform that runs the plugin.
    Platform,
}

/// One statement of the policy about one kind of data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The data type or broader term (`personal_data`, `usage_data`).
    pub what: DataType,
    /// What it says of it.
    pub stance: Stance,
    /// The action it names.
    pub verb: Verb,
    /// Who does it.
    pub actor: Actor,
    /// Line in the policy, from 1.
    pub line: u32,
    /// The sentence or table row, shortened for people.
    pub quote: String,
    /// The phrase that names the data.
    pub term: String,
    /// To whom, where it says so.
    pub recipient: Option<Service>,
    /// The condition, where it says one.
    pub condition: Option<String>,
    /// The purpose, where it says one.
    pub purpose: Option<String>,
    /// How long, where it says so.
    pub retention: Option<String>,
}

/// A third party that the policy names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyParty {
    /// The service, when the registry knows it.
    pub service: Option<Service>,
    /// The name as the policy writes it.
    pub name: String,
    /// Line of the first mention, from 1.
    pub line: u32,
    /// The link to its privacy policy that this policy gives.
    pub policy_link: Option<String>,
}

/// A privacy policy, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    /// Path within the plugin, or the URL that the manifest names.
    pub path: Option<String>,
    /// Its status.
    pub status: Status,
    /// Languages found, BCP 47, the main one first.
    pub languages: Vec<String>,
    /// Statements in reading order.
    pub statements: Vec<Statement>,
    /// Third parties in reading order.
    pub third_parties: Vec<PolicyParty>,
    /// Whether it says how the data is used.
    pub says_how_used: bool,
    /// Whether it says if data is shared with third parties.
    pub says_sharing: bool,
    /// What it is a policy of, when that is not this plugin; with its line.
    pub other_subject: Option<(String, u32)>,
}
