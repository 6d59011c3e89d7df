//! The baseline: findings that are known and do not count. Comes in: findings; goes out: a file of them, and later those
//! findings taken out again. Apart because the file outlives the run that wrote it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};

use crate::plugin::Plugin;
use crate::rules::Finding;
use crate::rules::suppress::{By, Suppressed};

/// Version of the file's keys.
const VERSION: u32 = 1;

/// A baseline file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema_version: u32,
    findings: Vec<Entry>,
}

/// A known finding. The fingerprint decides; the rest is for people.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The plugin's name, else its path.
    pub plugin: String,
    /// The rule.
    pub rule: String,
    /// The finding's fingerprint.
    pub fingerprint: String,
    /// What it said.
    pub message: String,
}

impl Entry {
    /// The entry of a finding.
    pub fn new(plugin: &Plugin, finding: &Finding) -> Self {
        Self {
            plugin: name(plugin).to_owned(),
            rule: finding.rule.id.to_owned(),
            fingerprint: finding.fingerprint.clone(),
            message: finding.message.clone(),
        }
    }
}

/// Known findings by fingerprint.
#[derive(Debug, Clone, Default)]
pub struct Baseline {
    entries: BTreeMap<String, Entry>,
}

impl Baseline {
    /// Reads a file.
    pub fn read(path: &Path) -> Result<Self> {
        let name = path.display();
        let bytes = fs::read(path).with_context(|| format!("{name} cannot be read"))?;
        let file: File = serde_json::from_slice(&bytes).with_context(|| format!("{name} is no baseline"))?;
        ensure!(
            file.schema_version == VERSION,
            "{name} has schema_version {}, this program reads {VERSION}",
            file.schema_version
        );
        let entries = file.findings.into_iter().map(|entry| (entry.fingerprint.clone(), entry));
        Ok(Self { entries: entries.collect() })
    }

    /// Takes known findings out. Also gives the entries about this plugin that no finding was; `suppressed` are findings
    /// that were taken out before and occur all the same.
    pub fn apply(
        &self,
        plugin: &Plugin,
        findings: &mut Vec<Finding>,
        suppressed: &[Suppressed],
    ) -> (Vec<Suppressed>, Vec<Entry>) {
        let (known, new): (Vec<Finding>, Vec<Finding>) =
            std::mem::take(findings).into_iter().partition(|finding| self.holds(finding));
        *findings = new;
        let known: Vec<Suppressed> =
            known.into_iter().map(|finding| Suppressed { finding, by: By::Baseline }).collect();
        let occurs = |entry: &&Entry| {
            let all = known.iter().chain(suppressed).map(|one| &one.finding);
            all.into_iter().any(|finding| finding.fingerprint == entry.fingerprint)
        };
        let own = self.entries.values().filter(|entry| entry.plugin == name(plugin));
        let mut gone: Vec<Entry> = own.filter(|entry| !occurs(entry)).cloned().collect();
        gone.sort();
        (known, gone)
    }

    fn holds(&self, finding: &Finding) -> bool {
        self.entries.get(&finding.fingerprint).is_some_and(|entry| entry.rule == finding.rule.id)
    }
}

/// The text of a baseline file: an entry a line, sorted, so that changes read well.
pub fn text(mut entries: Vec<Entry>) -> Result<String> {
    entries.sort();
    entries.dedup_by(|a, b| a.fingerprint == b.fingerprint);
    let lines: Vec<String> = entries.iter().map(serde_json::to_string).collect::<Result<_, _>>()?;
    let list = if lines.is_empty() { String::new() } else { format!("\n{}\n", lines.join(",\n")) };
    Ok(format!("{{\n\"schema_version\": {VERSION},\n\"findings\": [{list}]\n}}\n"))
}

fn name(plugin: &Plugin) -> &str {
    if plugin.manifest.name.is_empty() { &plugin.path } else { &plugin.manifest.name }
}
