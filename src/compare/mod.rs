//! Holds what the code does against what the policy says. Comes in: the plugin's model, the facts of the code, the
//! policy; goes out: [`Comparison`]: a class for every practice and third party, the activities, the risk level, the
//! verdict. Apart because it knows neither tree-sitter nor Markdown, and decides nothing about wording.

mod activities;
mod declared;
mod disclosure;
mod parties;
mod promises;
mod risk;
mod submission;

use crate::flow::{CodeFacts, Confidence, HiddenKind};
use crate::knowledge::Knowledge;
use crate::knowledge::comparison::Comparing;
use crate::plugin::Plugin;
use crate::policy::{Policy, Submission};
use crate::source::Span;

pub use activities::action_id;
pub use parties::{family, matches_party, same_family, settled};
pub use promises::Broken;
pub use risk::compiled_files;
pub use submission::{Denied, Held};

/// The tables that a comparison needs.
#[derive(Debug, Clone, Copy)]
pub struct Tables<'a> {
    /// Data types and services.
    pub knowledge: &'a Knowledge,
    /// What broader terms cover, activities, risks.
    pub comparing: &'a Comparing,
}

/// The class of a data type (`PoliCheck`, Andow et al., USENIX Security 2020), from informed to misinformed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// The policy names it as handled.
    Clear,
    /// Only a broader term covers it.
    Vague,
    /// The policy denies it and says that it is handled.
    Ambiguous,
    /// Nothing covers it.
    Omitted,
    /// The policy denies it.
    Incorrect,
}

impl Class {
    /// The id of reports.
    pub fn id(self) -> &'static str {
        match self {
            Self::Clear => "clear",
            Self::Vague => "vague",
            Self::Ambiguous => "ambiguous",
            Self::Omitted => "omitted",
            Self::Incorrect => "incorrect",
        }
    }

    /// Whether the reader of the policy is informed.
    pub fn informs(self) -> bool {
        matches!(self, Self::Clear | Self::Vague)
    }
}

/// How the policy discloses one practice, and the statements that decided it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disclosure {
    /// The class.
    pub class: Class,
    /// Indices into the policy's statements, in reading order.
    pub statements: Vec<usize>,
}

/// How the policy discloses a third party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartyClass {
    /// Named, with a link to its privacy policy.
    NamedLinked,
    /// Named.
    Named,
    /// Not named.
    Unnamed,
}

impl PartyClass {
    /// The id of reports.
    pub fn id(self) -> &'static str {
        match self {
            Self::NamedLinked => "named_linked",
            Self::Named => "named",
            Self::Unnamed => "unnamed",
        }
    }
}

/// The disclosure of a third party, and which of the policy's third parties decided it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartyDisclosure {
    /// The class.
    pub class: PartyClass,
    /// Indices into the policy's third parties, in reading order.
    pub parties: Vec<usize>,
}

/// One of the guidelines' nine activities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    /// Its id (`forms`).
    pub id: String,
    /// What people call it.
    pub title: String,
    /// Where it shows, the best place first.
    pub locations: Vec<Span>,
}

/// The marketplace's risk levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Only fixed, documented third-party APIs.
    Low,
    /// Files, user URLs, writes, user content, personal data.
    Medium,
    /// Commands, code, databases, sensitive data.
    High,
}

impl Level {
    /// The level of a table's row.
    fn of(id: &str) -> Self {
        match id {
            "high" => Self::High,
            "medium" => Self::Medium,
            _ => Self::Low,
        }
    }

    /// The id of reports.
    pub fn id(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// The risk level with the reasons of that level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Risk {
    /// The level.
    pub level: Level,
    /// One phrase each, the gravest first.
    pub reasons: Vec<Reason>,
    /// The reasons of every level, each with its own.
    pub all: Vec<(Level, Reason)>,
}

/// A reason for a risk level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The phrase ("runs commands").
    pub text: String,
    /// Where it shows, when the code has a place for it.
    pub location: Option<Span>,
}

/// The verdict on a plugin (`domain.md`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Every type is clear or vague and every third party named.
    Ok,
    /// Something is not disclosed.
    Undisclosed,
    /// Something could not be read, and nothing else was found.
    Incomplete,
}

impl Verdict {
    /// The id of reports.
    pub fn id(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Undisclosed => "undisclosed",
            Self::Incomplete => "incomplete",
        }
    }
}

/// What the policy and the code say together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// One per practice of the facts, in their order.
    pub practices: Vec<Disclosure>,
    /// One per third party of the facts, in their order.
    pub third_parties: Vec<PartyDisclosure>,
    /// In the guidelines' order.
    pub activities: Vec<Activity>,
    /// The risk level.
    pub risk: Risk,
    /// The verdict.
    pub verdict: Verdict,
    /// Statements of which the code shows nothing, as indices into those of the policy, one for each type.
    pub not_found: Vec<usize>,
    /// Promises of local processing that the code breaks.
    pub broken: Vec<Broken>,
    /// The pull request's body, where there is one.
    pub held: Option<Held>,
}

/// Compares the code's facts with the policy, the plugin's descriptions and the body of a pull request. Never fails: what
/// is missing counts as not disclosed.
pub fn compare(
    tables: Tables,
    plugin: &Plugin,
    facts: &CodeFacts,
    policy: &Policy,
    body: Option<&Submission>,
) -> Comparison {
    let practices: Vec<Disclosure> =
        facts.practices.iter().map(|practice| disclosure::of(tables, policy, practice)).collect();
    let third_parties: Vec<PartyDisclosure> =
        facts.third_parties.iter().map(|party| parties::of(tables.knowledge, policy, party)).collect();
    let verdict = verdict(tables, plugin, facts, &practices, &third_parties);
    let risk = risk::of(tables, plugin, facts);
    let mut comparison = Comparison {
        activities: activities::of(tables, plugin, facts),
        practices,
        third_parties,
        verdict,
        not_found: declared::not_found(tables, plugin, facts, policy),
        broken: Vec::new(),
        held: body.map(|body| submission::hold(tables, body, facts, &risk.all)),
        risk,
    };
    comparison.broken = promises::broken(tables, plugin, facts, policy, &comparison);
    comparison
}

/// Practices of low confidence, credentials and hosts that the user sets do not decide.
fn verdict(
    tables: Tables,
    plugin: &Plugin,
    facts: &CodeFacts,
    practices: &[Disclosure],
    parties: &[PartyDisclosure],
) -> Verdict {
    let hidden_data = facts
        .practices
        .iter()
        .zip(practices)
        .any(|(practice, disclosure)| decides(tables.knowledge, practice) && !disclosure.class.informs());
    let hidden_party = facts
        .third_parties
        .iter()
        .zip(parties)
        .any(|(party, disclosure)| !party.user_configured && disclosure.class == PartyClass::Unnamed);
    if hidden_data || hidden_party {
        Verdict::Undisclosed
    } else if plugin.not_analysed.is_empty() && facts.not_analysed.is_empty() && !opaque(plugin, facts) {
        Verdict::Ok
    } else {
        Verdict::Incomplete
    }
}

/// Whether the plugin holds code that was not read because nobody can.
fn opaque(plugin: &Plugin, facts: &CodeFacts) -> bool {
    let unpacked = facts.hidden.iter().any(|hidden| hidden.kind == HiddenKind::Decoded);
    unpacked || compiled_files(plugin).next().is_some()
}

/// Whether a practice takes part in verdicts and findings about disclosure: sure enough, and no credential.
pub fn decides(knowledge: &Knowledge, practice: &crate::flow::Practice) -> bool {
    practice.confidence > Confidence::Low && !knowledge.type_row(practice.data_type).is_apart()
}
