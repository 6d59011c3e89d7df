//! What changed between two reports. Comes in: two lists of plugins as the JSON report has them; goes out: practices, third
//! parties, statements and findings that came, went or changed class. Apart because it knows reports only, so that one of
//! them may come from an older run.

use std::collections::BTreeMap;

use serde::Serialize;

use super::json::{PluginObject, PracticeObject};

/// How something changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It is there now.
    Came,
    /// It is there no more.
    Went,
    /// It is there and says something else.
    Changed,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Row {
    /// Path of the plugin in the newer report, else in the older.
    pub plugin: String,
    /// `plugin`, `verdict`, `practice`, `third_party`, `statement`, `finding`, `risk`.
    pub kind: &'static str,
    /// How.
    pub change: Change,
    /// What: one line for people.
    pub what: String,
    /// Whether it is a new problem: an error or warning that was not there, a worse class, verdict or risk.
    pub problem: bool,
}

/// The changes from `old` to `new`, plugin by plugin. A plugin is known again by its name, or by being the only one.
pub fn between(old: &[PluginObject], new: &[PluginObject]) -> Vec<Row> {
    if let ([old], [new]) = (old, new) {
        return of_plugin(Some(old), Some(new));
    }
    // A package's file name holds its version, so a path tells nothing; only two plugins of one name need theirs.
    let same =
        |one: &PluginObject, other: &PluginObject| one.author == other.author && one.name == other.name;
    let twice = |plugin: &PluginObject| {
        [old, new].iter().any(|list| list.iter().filter(|other| same(plugin, other)).count() > 1)
    };
    let key = |plugin: &PluginObject| {
        let path = if twice(plugin) { plugin.path.clone() } else { String::new() };
        (plugin.author.clone(), plugin.name.clone(), path)
    };
    let mut pairs: BTreeMap<_, (Option<&PluginObject>, Option<&PluginObject>)> = BTreeMap::new();
    for plugin in old {
        pairs.entry(key(plugin)).or_default().0 = Some(plugin);
    }
    for plugin in new {
        pairs.entry(key(plugin)).or_default().1 = Some(plugin);
    }
    pairs.into_values().flat_map(|(old, new)| of_plugin(old, new)).collect()
}

fn of_plugin(old: Option<&PluginObject>, new: Option<&PluginObject>) -> Vec<Row> {
    let Some(path) = new.or(old).map(|plugin| plugin.path.clone()) else { return Vec::new() };
    let mut rows = Vec::new();
    let mut add = |kind, change, what: String, problem| {
        rows.push(Row { plugin: path.clone(), kind, change, what, problem });
    };
    match (old, new) {
        (None, Some(new)) => add("plugin", Change::Came, format!("{} {}", new.name, new.version), false),
        (Some(old), None) => add("plugin", Change::Went, format!("{} {}", old.name, old.version), false),
        (Some(old), Some(new)) => {
            if old.verdict != new.verdict {
                let worse = new.verdict != "ok";
                add("verdict", Change::Changed, format!("{} -> {}", old.verdict, new.verdict), worse);
            }
            if old.risk.level != new.risk.level {
                let levels = ["low", "medium", "high"];
                let rank = |level: &str| levels.iter().position(|known| *known == level);
                let worse = rank(&new.risk.level) > rank(&old.risk.level);
                add("risk", Change::Changed, format!("{} -> {}", old.risk.level, new.risk.level), worse);
            }
        }
        (None, None) => {}
    }
    for (kind, facts) in KINDS {
        let before = old.map(facts).unwrap_or_default();
        let after = new.map(facts).unwrap_or_default();
        for (what, fact) in &after {
            match before.get(what) {
                None => add(kind, Change::Came, fact.line(what), fact.problem),
                Some(other) if other.state != fact.state => {
                    let name = fact.shown.as_deref().unwrap_or(what);
                    let line = format!("{name}: {} -> {}", other.state, fact.state);
                    add(kind, Change::Changed, line, fact.problem && !other.problem);
                }
                Some(_) => {}
            }
        }
        for (what, fact) in before.iter().filter(|(what, _)| !after.contains_key(*what)) {
            add(kind, Change::Went, fact.line(what), false);
        }
    }
    rows.sort();
    rows
}

/// What is compared, and how it is taken from a report.
const KINDS: &[(&str, Take)] =
    &[("practice", practices), ("third_party", parties), ("statement", statements), ("finding", findings)];

type Take = fn(&PluginObject) -> Facts;

/// What is compared: its name, and its state.
type Facts = BTreeMap<String, Fact>;

#[derive(Default)]
struct Fact {
    /// What may change: a class, a severity.
    state: String,
    /// What people read instead of the name.
    shown: Option<String>,
    problem: bool,
}

impl Fact {
    fn line(&self, what: &str) -> String {
        match &self.shown {
            Some(shown) => format!("{} {shown}", self.state),
            None if self.state.is_empty() => what.to_owned(),
            None => format!("{what}: {}", self.state),
        }
    }
}

fn practices(plugin: &PluginObject) -> Facts {
    let sure =
        |practice: &&PracticeObject| practice.confidence != "low" && practice.data_type != "credential";
    let fact = |practice: &PracticeObject| {
        let whom = practice.recipient.as_deref().map_or_else(String::new, |id| format!(" ({id})"));
        let problem = !matches!(practice.disclosure.as_str(), "clear" | "vague");
        let what = format!("{} {}{whom}", practice.action, practice.data_type);
        (what, Fact { state: practice.disclosure.clone(), problem, ..Fact::default() })
    };
    plugin.practices.iter().filter(sure).map(fact).collect()
}

fn parties(plugin: &PluginObject) -> Facts {
    let fact = |party: &super::json::ThirdPartyObject| {
        let problem = !party.user_configured && party.disclosure == "unnamed";
        (party.id.clone(), Fact { state: party.disclosure.clone(), problem, ..Fact::default() })
    };
    plugin.third_parties.iter().map(fact).collect()
}

fn statements(plugin: &PluginObject) -> Facts {
    let mut facts = Facts::new();
    for statement in &plugin.policy.statements {
        let whom = statement.recipient.as_deref().map_or_else(String::new, |id| format!(" ({id})"));
        let what = format!("{} {}{whom}", statement.stance, statement.what);
        facts.insert(what, Fact::default());
    }
    facts
}

fn findings(plugin: &PluginObject) -> Facts {
    let fact = |finding: &super::json::FindingObject| {
        let what = format!("{} {}", finding.rule, finding.fingerprint);
        let problem = finding.severity != "note";
        let shown = Some(format!("{}: {}", finding.rule, finding.message));
        (what, Fact { state: finding.severity.clone(), shown, problem })
    };
    plugin.findings.iter().map(fact).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plugin(text: &str) -> PluginObject {
        serde_json::from_str(text).unwrap()
    }

    /// A plugin that sends an address with this disclosure.
    fn sending(version: &str, disclosure: &str, verdict: &str) -> PluginObject {
        plugin(&format!(
            r#"{{"path": "p-{version}.difypkg", "name": "p", "version": "{version}", "author": "a", "kinds": [],
            "policy": {{"path": null, "status": "missing", "languages": [], "statements": [], "third_parties": [],
                "says_how_used": false, "says_sharing": false}},
            "declared_domains": [], "third_parties": [], "activities": [],
            "practices": [{{"data_type": "email_address", "action": "sends", "recipient": "example.com",
                "confidence": "high", "disclosure": "{disclosure}", "locations": [], "trace": [], "evidence": [],
                "policy_lines": []}}],
            "outbound_calls": {{"total": 0, "resolved": 0, "user_configured": 0, "unresolved": []}},
            "risk": {{"level": "low", "reasons": []}}, "findings": [], "suppressed": 0, "not_analysed": [],
            "verdict": "{verdict}"}}"#
        ))
    }

    #[test]
    fn a_new_version_is_known_again_and_a_worse_class_is_a_problem() {
        let (old, new) = (sending("1", "clear", "ok"), sending("2", "omitted", "undisclosed"));
        let rows = between(std::slice::from_ref(&old), std::slice::from_ref(&new));
        let kinds: Vec<_> = rows.iter().map(|row| (row.kind, row.change, row.problem)).collect();
        assert_eq!(kinds, [("practice", Change::Changed, true), ("verdict", Change::Changed, true)]);
        let back = between(std::slice::from_ref(&new), std::slice::from_ref(&old));
        assert!(back.iter().all(|row| !row.problem), "{back:?}");
        assert!(between(&[old.clone(), new.clone()], &[old, new]).is_empty());
    }
}
