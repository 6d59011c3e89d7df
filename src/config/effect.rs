//! What a configuration does to one plugin. Comes in: its facts and findings; goes out: those that count, and a record of
//! all that was taken out. Apart because facts and findings are changed here and nowhere else after they were made.

use super::{Acceptance, Config, Entry, RuleLevel};
use crate::compare::family;
use crate::flow::{CodeFacts, Practice, Recipient, ThirdParty};
use crate::knowledge::Knowledge;
use crate::rules::suppress::{By, Suppressed};
use crate::rules::{Finding, Rule};
use crate::source::NotAnalysed;

/// What was changed for one plugin, and by which files.
#[derive(Debug, Clone, Default)]
pub struct Effect {
    /// The configuration; empty without one.
    pub config: String,
    /// Files with own rows.
    pub models: Vec<String>,
    /// Rules whose findings have another severity.
    pub rules: Vec<RuleChange>,
    /// Practices and third parties that count for nothing.
    pub accepted: Accepted,
    /// Findings that a comment or the baseline took out.
    pub suppressed: Vec<Suppressed>,
    /// Entries of the baseline about this plugin that no finding is any more.
    pub gone: Vec<Entry>,
    /// What the plugin brings to change its own report, and was not followed.
    pub not_followed: Vec<NotAnalysed>,
}

/// Findings of a rule that have another severity.
#[derive(Debug, Clone)]
pub struct RuleChange {
    /// The rule.
    pub rule: &'static Rule,
    /// What they are now.
    pub level: RuleLevel,
    /// How many.
    pub findings: usize,
}

/// What was taken out of the facts, each with the reason.
#[derive(Debug, Clone, Default)]
pub struct Accepted {
    /// Practices.
    pub practices: Vec<(Practice, String)>,
    /// Third parties.
    pub third_parties: Vec<(ThirdParty, String)>,
}

impl Accepted {
    /// Whether nothing was taken out.
    pub fn is_empty(&self) -> bool {
        self.practices.is_empty() && self.third_parties.is_empty()
    }
}

impl Effect {
    /// Whether no configuration was used.
    pub fn is_unconfigured(&self) -> bool {
        self.config.is_empty() && self.models.is_empty()
    }

    /// How many findings comments took out, and how many the baseline.
    pub fn counts(&self) -> (usize, usize) {
        let known = self.suppressed.iter().filter(|one| one.by == By::Baseline).count();
        (self.suppressed.len() - known, known)
    }
}

impl Config {
    /// Takes what is accepted or not looked at out of the facts.
    pub fn accept(&self, knowledge: &Knowledge, facts: &mut CodeFacts) -> Accepted {
        let mut accepted = Accepted::default();
        if self.types_off.is_empty() && self.accepted.is_empty() {
            return accepted;
        }
        for practice in std::mem::take(&mut facts.practices) {
            match self.why_practice(knowledge, &practice) {
                Some(why) => accepted.practices.push((practice, why)),
                None => facts.practices.push(practice),
            }
        }
        for party in std::mem::take(&mut facts.third_parties) {
            let whole = self.accepted.iter().filter(|row| row.types.is_none());
            match whole.into_iter().find(|row| row.is_about(knowledge, &party.recipient)) {
                Some(row) => accepted.third_parties.push((party, row.why.clone())),
                None => facts.third_parties.push(party),
            }
        }
        accepted
    }

    fn why_practice(&self, knowledge: &Knowledge, practice: &Practice) -> Option<String> {
        if self.types_off.contains(&practice.data_type) {
            return Some(format!("the data type {} is off", knowledge.type_row(practice.data_type).id));
        }
        let row = self.accepted.iter().find(|row| {
            row.types.as_ref().is_none_or(|types| types.contains(&practice.data_type))
                && row.is_about(knowledge, &practice.recipient)
        })?;
        Some(row.why.clone())
    }

    /// Gives findings the severities of the configuration; those of rules that are off go.
    pub fn regrade(&self, findings: &mut Vec<Finding>) -> Vec<RuleChange> {
        let mut changes = Vec::new();
        for &(rule, level) in &self.rules {
            let mut count = 0;
            findings.retain_mut(|finding| {
                if finding.rule.id != rule.id {
                    return true;
                }
                let new = level.severity();
                count += usize::from(new != Some(finding.severity));
                finding.severity = new.unwrap_or(finding.severity);
                new.is_some()
            });
            if count > 0 {
                changes.push(RuleChange { rule, level, findings: count });
            }
        }
        changes
    }
}

impl Acceptance {
    /// Whether the recipient is meant: itself, or as one of a company's services.
    fn is_about(&self, knowledge: &Knowledge, recipient: &Recipient) -> bool {
        match recipient {
            Recipient::Service(service) => {
                knowledge.service_row(*service).is_some_and(|row| row.id == self.recipient)
                    || family(knowledge, *service) == self.recipient
            }
            Recipient::Domain(domain) => *domain == self.recipient,
            Recipient::UserConfigured => self.recipient == "user_configured",
            Recipient::Dify => self.recipient == "dify",
            Recipient::Unresolved | Recipient::Own => false,
        }
    }
}
