//! What an index of many plugins tells of one. Comes in: an [`Analysis`]; goes out: a [`Brief`], which stays when the plugin
//! is dropped. Apart because the order and the counts of an index need all plugins, and memory holds only these.

use std::cmp::Reverse;

use super::{Analysis, Summary, ids, rows, settings};
use crate::compare::{Class, Level, PartyClass, Tables, Verdict, decides};
use crate::policy::Status;
use crate::rules::wording::plain_title;

/// A data type or a third party of a plugin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// Whether the policy informs of it.
    pub disclosed: bool,
}

/// A plugin in an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brief {
    /// Its path.
    pub path: String,
    /// Its name, else its path.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its verdict.
    pub verdict: Verdict,
    /// Its risk level.
    pub risk: Level,
    /// What there is for a policy.
    pub status: Status,
    /// Its totals.
    pub summary: Summary,
    /// What is not disclosed, by class, the worst first.
    pub undisclosed: Vec<(Class, Vec<String>)>,
    /// Third parties that the policy does not name.
    pub unnamed: Vec<String>,
    /// The data types of the practices that decide, each once.
    pub data: Vec<Part>,
    /// The third parties whose host is not the user's to set.
    pub parties: Vec<Part>,
    /// Rows of what could not be analysed.
    pub missed: usize,
    /// What the configuration, suppressions and the baseline took out, in a few words; empty for nothing.
    pub set_aside: String,
}

impl Brief {
    /// The brief of an analysis.
    pub fn new(tables: Tables, analysis: &Analysis) -> Self {
        let manifest = &analysis.plugin.manifest;
        let name = if manifest.name.is_empty() { &analysis.plugin.path } else { &manifest.name };
        Self {
            path: analysis.plugin.path.clone(),
            name: name.clone(),
            version: manifest.version.clone(),
            verdict: analysis.comparison.verdict,
            risk: analysis.comparison.risk.level,
            status: analysis.policy.status,
            summary: Summary::of(analysis),
            undisclosed: rows::undisclosed(tables, analysis),
            unnamed: rows::unnamed(tables, analysis),
            data: data(tables, analysis),
            parties: parties(tables, analysis),
            missed: analysis.plugin.not_analysed.len() + analysis.facts.not_analysed.len(),
            set_aside: settings::brief(analysis),
        }
    }

    /// Ascending from the plugin that needs the most attention.
    pub fn order(&self) -> impl Ord + use<> {
        let verdict = match self.verdict {
            Verdict::Undisclosed => 0,
            Verdict::Incomplete => 1,
            Verdict::Ok => 2,
        };
        let worst = self.undisclosed.iter().map(|(class, _)| *class).max();
        let lacks: usize = self.undisclosed.iter().map(|(_, titles)| titles.len()).sum();
        (
            verdict,
            Reverse(worst),
            Reverse(lacks + self.unnamed.len()),
            Reverse((self.summary.errors, self.summary.warnings)),
            self.path.clone(),
        )
    }

    /// What is not disclosed, in words, the gravest first: "incorrect: name; no policy; omitted: e-mail address".
    pub fn lacks(&self) -> Vec<String> {
        let mut parts: Vec<String> = rows::no_policy(self.status)
            .filter(|_| self.verdict != Verdict::Ok || self.summary.errors + self.summary.warnings > 0)
            .map(str::to_owned)
            .into_iter()
            .collect();
        for (class, titles) in &self.undisclosed {
            parts.push(format!("{}: {}", class.id(), titles.join(", ")));
        }
        if !self.unnamed.is_empty() {
            parts.push(format!("not named: {}", self.unnamed.join(", ")));
        }
        if self.missed > 0 {
            parts.push("not all analysed".to_owned());
        }
        parts
    }
}

fn data(tables: Tables, analysis: &Analysis) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for (practice, found) in analysis.facts.practices.iter().zip(&analysis.comparison.practices) {
        if !decides(tables.knowledge, practice) {
            continue;
        }
        let id = &tables.knowledge.type_row(practice.data_type).id;
        match parts.iter_mut().find(|part| part.id == *id) {
            Some(part) => part.disclosed &= found.class.informs(),
            None => parts.push(Part {
                id: id.clone(),
                title: plain_title(tables.knowledge, practice.data_type),
                disclosed: found.class.informs(),
            }),
        }
    }
    parts
}

fn parties(tables: Tables, analysis: &Analysis) -> Vec<Part> {
    let rows = rows::parties(tables, analysis).into_iter();
    rows.filter_map(|row| {
        Some(Part {
            id: ids::recipient(tables.knowledge, &row.party.recipient)?,
            title: row.name,
            disclosed: row.class? != PartyClass::Unnamed,
        })
    })
    .collect()
}
