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
    /// `plugin`, `version`, `verdict`, `risk`, `practice`, `third_party`, `host`, `statement`, `finding`.
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
            if old.version != new.version {
                add("version", Change::Changed, format!("{} -> {}", old.version, new.version), false);
            }
            for (kind, before, after, ranks) in [
                ("verdict", &old.verdict, &new.verdict, ["ok", "incomplete", "undisclosed"]),
                ("risk", &old.risk.level, &new.risk.level, ["low", "medium", "high"]),
            ] {
                let rank = |id: &str| ranks.iter().position(|known| *known == id);
                if before != after {
                    let worse = rank(after) > rank(before);
                    add(kind, Change::Changed, format!("{before} -> {after}"), worse);
                }
            }
        }
        (None, None) => {}
    }
    for (kind, facts) in KINDS {
        let before = old.map(facts).unwrap_or_default();
        let after = new.map(facts).unwrap_or_default();
        for (what, fact) in &after {
            match before.get(what) {
                None => add(kind, Change::Came, fact.line(what), fact.grave > 0),
                Some(other) if other.state != fact.state => {
                    let name = fact.shown.as_deref().unwrap_or(what);
                    let line = format!("{name}: {} -> {}", other.state, fact.state);
                    add(kind, Change::Changed, line, fact.grave > other.grave);
                }
                Some(_) => {}
            }
        }
        for (what, fact) in before.iter().filter(|(what, _)| !after.contains_key(*what)) {
            add(kind, Change::Went, fact.line(what), false);
        }
    }
    let order = |row: &Row| KIND_ORDER.iter().position(|kind| *kind == row.kind);
    rows.sort_by(|one, other| order(one).cmp(&order(other)).then_with(|| one.cmp(other)));
    rows
}

/// The kinds of rows, in the order in which they are told.
const KIND_ORDER: &[&str] =
    &["plugin", "version", "verdict", "risk", "practice", "third_party", "host", "statement", "finding"];

/// What is compared, and how it is taken from a report.
const KINDS: &[(&str, Take)] = &[
    ("practice", practices),
    ("third_party", parties),
    ("host", hosts),
    ("statement", statements),
    ("finding", findings),
];

type Take = fn(&PluginObject) -> Facts;

/// What is compared: its name, and its state.
type Facts = BTreeMap<String, Fact>;

#[derive(Default)]
struct Fact {
    /// What may change: a class, a severity.
    state: String,
    /// What people read instead of the name.
    shown: Option<String>,
    /// How grave it is; 0 is no problem.
    grave: u8,
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
        let grave = match practice.disclosure.as_str() {
            "clear" | "vague" => 0,
            "omitted" => 1,
            _ => 2,
        };
        let what = format!("{} {}{whom}", practice.action, practice.data_type);
        (what, Fact { state: practice.disclosure.clone(), grave, ..Fact::default() })
    };
    plugin.practices.iter().filter(sure).map(fact).collect()
}

fn parties(plugin: &PluginObject) -> Facts {
    let fact = |party: &super::json::ThirdPartyObject| {
        let grave = u8::from(!party.user_configured && party.disclosure == "unnamed");
        let state = party.disclosure.replace('_', ", ");
        (party.id.clone(), Fact { state, grave, ..Fact::default() })
    };
    plugin.third_parties.iter().map(fact).collect()
}

/// The hosts of each third party: a service may move its data to another address.
fn hosts(plugin: &PluginObject) -> Facts {
    let named =
        plugin.third_parties.iter().flat_map(|party| party.hosts.iter().map(move |host| (party, host)));
    named.map(|(party, host)| (format!("{host} ({})", party.id), Fact::default())).collect()
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
        let grave = match finding.severity.as_str() {
            "error" => 2,
            "warning" => 1,
            _ => 0,
        };
        let shown = Some(format!("{}: {}", finding.rule, finding.message));
        (what, Fact { state: finding.severity.clone(), shown, grave })
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
        let expected = [("version", false), ("verdict", true), ("practice", true)];
        assert_eq!(kinds, expected.map(|(kind, problem)| (kind, Change::Changed, problem)));
        let back = between(std::slice::from_ref(&new), std::slice::from_ref(&old));
        assert!(back.iter().all(|row| !row.problem), "{back:?}");
        assert!(between(&[old.clone(), new.clone()], &[old, new]).is_empty());
    }

    #[test]
    fn a_change_to_the_better_is_no_problem() {
        let (old, new) = (sending("1", "incorrect", "undisclosed"), sending("1", "omitted", "incomplete"));
        let rows = between(std::slice::from_ref(&old), std::slice::from_ref(&new));
        assert_eq!(rows.len(), 2);
        assert!(rows.iter().all(|row| !row.problem), "{rows:?}");
    }

    #[test]
    fn a_new_host_of_a_known_party_is_told() {
        let mut new = sending("1", "clear", "ok");
        let party = |hosts: &[&str]| -> super::super::json::ThirdPartyObject {
            serde_json::from_value(serde_json::json!({
                "id": "a", "name": "A", "hosts": hosts, "via": [], "analytics": false, "user_configured": false,
                "disclosure": "named_linked", "privacy_policy": null, "locations": []
            }))
            .unwrap()
        };
        let mut old = new.clone();
        old.third_parties.push(party(&["a.example"]));
        new.third_parties.push(party(&["a.example", "b.example"]));
        let rows = between(&[old], &[new]);
        let told: Vec<_> = rows.iter().map(|row| (row.kind, row.change, row.what.as_str())).collect();
        assert_eq!(told, [("host", Change::Came, "b.example (a)")]);
    }
}
