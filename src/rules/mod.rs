//! The rules: what is worth telling about a plugin. Comes in: a [`Case`] (model, facts, policy, comparison); goes out:
//! findings. Apart because a rule reads no text and no code: it words what the stages before it decided. [`RULES`] is the
//! one list from which help, schema and other formats follow.

mod ambiguous_data;
mod contradicted_data;
mod declared_not_found;
mod local_processing_contradicted;
mod manifest_privacy;
mod not_analysed;
mod opaque_code;
mod personal_data_in_logs;
mod plain_http;
mod policy_contradicts_itself;
mod policy_language;
mod policy_of_another_product;
mod policy_placeholder;
mod policy_silent_on_sharing;
mod policy_silent_on_use;
mod policy_status;
mod pr_notes_contradicted;
mod risk_level_too_low;
pub mod suppress;
mod undeclared_domain;
mod undisclosed_analytics;
mod undisclosed_data;
mod undisclosed_third_party;
mod unlinked_third_party;
mod vague_disclosure;
pub mod wording;

use std::fmt;

use crate::compare::{Comparison, Tables};
use crate::flow::CodeFacts;
use crate::knowledge::DataType;
use crate::plugin::Plugin;
use crate::policy::{Policy, Submission};
use crate::source::Span;

/// How grave a finding is; ordered from the lightest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Should be mended.
    Warning,
    /// Must be mended before the plugin is published.
    Error,
}

impl Severity {
    /// The id of reports.
    pub fn id(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// The page of a rule.
#[derive(Debug, Clone, Copy)]
pub struct Help {
    /// What it finds.
    pub what: &'static str,
    /// Why that matters.
    pub why: &'static str,
    /// How to mend it, in one or two sentences.
    pub fix: &'static str,
    /// An example without the finding.
    pub passes: Example,
    /// An example with it.
    pub fails: Example,
}

/// What an example changes in a plugin with one tool, `tools/find.py`, that sends the parameter `email` to
/// `api.example.com`, and a policy that says so. A test scans it.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// Files by their path: keys of a YAML file, the statements of the tool, and other files whole.
    pub files: &'static [(&'static str, &'static str)],
    /// A file that is not there; empty for none.
    pub without: &'static str,
}

impl Example {
    const fn of(files: &'static [(&'static str, &'static str)]) -> Self {
        Self { files, without: "" }
    }

    const fn without(path: &'static str, files: &'static [(&'static str, &'static str)]) -> Self {
        Self { files, without: path }
    }
}

impl fmt::Display for Example {
    /// What is missing, then each file: its path, and its lines under it.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.without.is_empty() {
            writeln!(out, "(there is no {})", self.without)?;
        }
        for (path, text) in self.files {
            writeln!(out, "{path}")?;
            if text.is_empty() {
                writeln!(out, "  (empty)")?;
            }
            for line in text.lines() {
                writeln!(out, "{}", format!("  {line}").trim_end())?;
            }
        }
        Ok(())
    }
}

/// One rule, a `const` value.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Stable kebab-case code.
    pub id: &'static str,
    /// Its gravest severity.
    pub severity: Severity,
    /// A title of a few words.
    pub title: &'static str,
    /// Its page.
    pub help: Help,
    /// Finds.
    pub check: fn(&Case) -> Vec<Finding>,
}

/// What a rule looks at.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// Data types, services, comparison rows.
    pub tables: Tables<'a>,
    /// The plugin's model.
    pub plugin: &'a Plugin,
    /// What the code does.
    pub facts: &'a CodeFacts,
    /// What the policy says.
    pub policy: &'a Policy,
    /// The body of the pull request, where there is one.
    pub body: Option<&'a Submission>,
    /// How they compare.
    pub comparison: &'a Comparison,
}

/// One thing to mend.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// Its severity here.
    pub severity: Severity,
    /// One or two plain sentences.
    pub message: String,
    /// What stays the same when lines move: see [`fingerprint`].
    pub fingerprint: String,
    /// Places, the best first.
    pub locations: Vec<Span>,
    /// The deciding line of the policy, from 1.
    pub policy_line: Option<u32>,
    /// The data type that it is about, if it is about one.
    pub about: Option<DataType>,
}

/// Every rule, by id.
pub static RULES: &[Rule] = &[
    ambiguous_data::RULE,
    contradicted_data::RULE,
    declared_not_found::RULE,
    undeclared_domain::IN_VAIN,
    local_processing_contradicted::RULE,
    manifest_privacy::DANGLING,
    manifest_privacy::MISSING,
    not_analysed::RULE,
    opaque_code::RULE,
    personal_data_in_logs::RULE,
    plain_http::RULE,
    policy_contradicts_itself::RULE,
    policy_status::EMPTY,
    policy_language::RULE,
    policy_status::LINK_ONLY,
    policy_status::MISSING,
    policy_status::REMOTE,
    policy_of_another_product::RULE,
    policy_placeholder::RULE,
    policy_silent_on_sharing::RULE,
    policy_silent_on_use::RULE,
    policy_status::TEMPLATE,
    policy_status::UNREADABLE,
    pr_notes_contradicted::RULE,
    risk_level_too_low::RULE,
    suppress::WITHOUT_REASON,
    undeclared_domain::RULE,
    undisclosed_analytics::RULE,
    undisclosed_data::RULE,
    undisclosed_third_party::RULE,
    unlinked_third_party::RULE,
    suppress::UNUSED,
    vague_disclosure::RULE,
];

/// The rule with this id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id)
}

/// Every finding of a plugin, the gravest first, then by rule and place.
pub fn check(case: &Case) -> Vec<Finding> {
    let mut findings: Vec<Finding> = RULES.iter().flat_map(|rule| (rule.check)(case)).collect();
    sort(&mut findings);
    findings
}

/// The order of reports: the gravest first, then by rule and place.
pub fn sort(findings: &mut [Finding]) {
    findings.sort_by(|one, other| {
        other
            .severity
            .cmp(&one.severity)
            .then_with(|| one.rule.id.cmp(other.rule.id))
            .then_with(|| one.locations.cmp(&other.locations))
            .then_with(|| one.message.cmp(&other.message))
    });
}

impl Case<'_> {
    /// A finding of the rule `id`; `about` is what tells it from the rule's other findings (a data type, a host).
    fn finding(&self, id: &'static str, about: &str, message: String) -> Option<Finding> {
        let rule = rule(id)?;
        Some(Finding {
            rule,
            severity: rule.severity,
            message,
            fingerprint: fingerprint(&[rule.id, &self.plugin.manifest.name, about]),
            locations: Vec::new(),
            policy_line: None,
            about: None,
        })
    }
}

/// Sixteen hexadecimal digits from `parts`: FNV-1a, so that the same finding has the same fingerprint on every machine
/// and in every version. Lines, columns and paths are left out on purpose.
pub fn fingerprint(parts: &[&str]) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for part in parts {
        // A byte that is in no UTF-8 text ends each part.
        for byte in part.bytes().chain([0xff]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn rules_have_unique_ids_in_kebab_case_and_a_whole_page() {
        let mut ids = BTreeSet::new();
        for rule in RULES {
            assert!(ids.insert(rule.id), "{} stands twice", rule.id);
            assert!(rule.id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{}", rule.id);
            let page = [rule.title, rule.help.what, rule.help.why, rule.help.fix];
            assert!(page.iter().all(|part| !part.trim().is_empty()), "{}", rule.id);
            for example in [rule.help.passes, rule.help.fails] {
                assert!(!example.files.is_empty() || !example.without.is_empty(), "{}", rule.id);
            }
        }
        assert!(RULES.is_sorted_by_key(|rule| rule.id), "RULES is not sorted by id");
    }

    #[test]
    fn fingerprints_tell_parts_apart_and_stay() {
        assert_eq!(fingerprint(&["a", "bc"]), fingerprint(&["a", "bc"]));
        assert_ne!(fingerprint(&["a", "bc"]), fingerprint(&["ab", "c"]));
        // Baselines and other tools keep these: the function must not change.
        assert_eq!(fingerprint(&[]), "cbf29ce484222325");
    }
}
