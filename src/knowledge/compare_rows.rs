//! The raw rows of `compare.toml`: what broader terms cover, what makes an activity, what makes a risk. Types only,
//! shared with the build script like `rows.rs`.

use serde::{Deserialize, Serialize};

/// What a term of a policy covers beside itself, when the sentence does not say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoverRow {
    /// The term's id.
    pub what: String,
    /// The row holds of terms with one of these phrases; empty means any.
    #[serde(default)]
    pub terms: Vec<String>,
    /// And of none with one of these.
    #[serde(default)]
    pub not: Vec<String>,
    /// Types that it covers vaguely where the policy says that it is handled.
    #[serde(default)]
    pub handles: Vec<String>,
    /// Types that it never covers where the policy says that it is handled, whatever the sentence says that it stands for.
    #[serde(default)]
    pub never: Vec<String>,
    /// Types that it denies in general where the policy denies it.
    #[serde(default)]
    pub denies: Vec<String>,
}

/// Terms that mean only what is called so: an address is no text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OnlyRow {
    /// The term's id.
    pub what: String,
    /// Phrases of such a term.
    pub terms: Vec<String>,
    /// Phrases in the evidence of a practice that it speaks of.
    pub of: Vec<String>,
}

/// What else than practices of a type shows that what a policy declares is true.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FoundRow {
    /// The declared type's id.
    pub what: String,
    /// Types of the same family: what one calls a query another calls a text.
    #[serde(default)]
    pub by: Vec<String>,
    /// Actions by which those show it.
    #[serde(default)]
    pub actions: Vec<String>,
    /// Whatever a tool asks for shows it.
    #[serde(default)]
    pub asked: bool,
    /// A term with one of these phrases means its own type and no other.
    #[serde(default)]
    pub not: Vec<String>,
}

/// One of the nine activities of the guidelines, and what shows it. Rows of one activity add up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActivityRow {
    /// Fixed id (`forms`).
    pub id: String,
    /// What people call it.
    pub title: String,
    /// Data types whose practices show it.
    #[serde(default)]
    pub types: Vec<String>,
    /// Actions of those practices.
    #[serde(default)]
    pub actions: Vec<String>,
    /// How the data of those practices came: `asked` (a parameter, a setting, a form), `account` (a credential), `profile`
    /// (a record of people that is read), `record` (such a record as a whole); empty means any way.
    #[serde(default)]
    pub ways: Vec<String>,
    /// `low` where practices of low confidence show it too; else empty.
    #[serde(default)]
    pub confidence: String,
    /// Only what goes to or comes from a service, not what stays with a host of the user's.
    #[serde(default)]
    pub service: bool,
    /// Distinct types of one recipient that are needed; 0 and 1 mean one.
    #[serde(default)]
    pub at_least: usize,
    /// Types of which one at least must be among them; empty means any.
    #[serde(default)]
    pub one_of: Vec<String>,
    /// A declared OAuth schema shows it.
    #[serde(default)]
    pub oauth: bool,
    /// YAML types of parameters that show it (`file`).
    #[serde(default)]
    pub parameter_kinds: Vec<String>,
    /// A third party of the registry's analytics kind shows it.
    #[serde(default)]
    pub analytics: bool,
}

/// A reason for a risk level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RiskRow {
    /// `medium` or `high`.
    pub level: String,
    /// The reason as people read it ("handles files").
    pub reason: String,
    /// Id of a capability that is the reason; empty when types are.
    #[serde(default)]
    pub capability: String,
    /// Data types whose practices are the reason.
    #[serde(default)]
    pub types: Vec<String>,
    /// Actions of those practices; empty means any.
    #[serde(default)]
    pub actions: Vec<String>,
    /// Compiled files in the plugin are the reason.
    #[serde(default)]
    pub compiled: bool,
    /// Phrases by which the notes of a pull request tell of it. Rows of one reason share theirs; without any the reason
    /// need not be told.
    #[serde(default)]
    pub told: Vec<String>,
}

/// Words that decide what a clause says. Phrases are in lower case; `*` at the end stands for any ending, `…` for a few
/// other words.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClauseRow {
    /// What follows is denied.
    pub denies: Vec<String>,
    /// What stands before is denied.
    pub denies_before: Vec<String>,
    /// A new clause begins.
    pub turns: Vec<String>,
    /// The clause holds only at times, or has an exception.
    pub limits: Vec<String>,
}

/// The body of a pull request to the marketplace.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubmissionRow {
    /// Headings of the notes on security and privacy.
    pub notes: Vec<String>,
    /// Headings of the risk level.
    pub risk: Vec<String>,
    /// Levels from the lowest, each with the texts of its box.
    pub levels: Vec<LevelRow>,
    /// Notes that say that there is nothing to tell.
    pub nothing: Vec<String>,
}

/// One box of the risk level.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelRow {
    /// `low`, `medium`, `high`.
    pub level: String,
    /// What stands beside the box.
    pub boxes: Vec<String>,
}

/// Promises that data stays where it is.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocalRow {
    /// Phrases that promise it.
    pub phrases: Vec<String>,
    /// Phrases that promise it in a short description only: in a longer text the sentences around them tell of recipients.
    #[serde(default)]
    pub described: Vec<String>,
    /// A clause with one of these promises it for some recipients, purposes or times only.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// What stands before the name of the one recipient to whom a clause promises it.
    #[serde(default)]
    pub toward: Vec<String>,
    /// A clause with one of these speaks of something else than the data.
    pub not_about: Vec<String>,
    /// Clauses that promise it; a test runs them.
    pub examples: Vec<String>,
    /// Clauses that promise it where they describe the plugin in short.
    #[serde(default)]
    pub described_examples: Vec<String>,
    /// Clauses that do not.
    pub counterexamples: Vec<String>,
}

/// `compare.toml`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompareFile {
    /// What broader terms cover.
    #[serde(default)]
    pub cover: Vec<CoverRow>,
    /// Terms that mean only what is called so.
    #[serde(default)]
    pub only: Vec<OnlyRow>,
    /// What shows that what is declared is true.
    #[serde(default)]
    pub found: Vec<FoundRow>,
    /// The activities, in the guidelines' order.
    #[serde(default)]
    pub activity: Vec<ActivityRow>,
    /// The reasons for risk levels, the gravest first.
    #[serde(default)]
    pub risk: Vec<RiskRow>,
    /// What decides what a clause says.
    pub clause: ClauseRow,
    /// The body of a pull request.
    pub submission: SubmissionRow,
    /// Promises that data stays where it is.
    pub local: LocalRow,
}
