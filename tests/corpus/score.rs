//! How well a report agrees with the labels. Comes in: a label and the plugin of the report; goes out: precision,
//! recall and F1 of each kind of finding, shares, and a note for every disagreement. Practices labelled unsure, practices
//! of low confidence, and credentials count on neither side.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::expected::{Found, Label, Party, Place, Plugin, Practice, Statement};

/// True and false findings of one kind.
#[derive(Default, Clone, Copy)]
struct Tally {
    hit: usize,
    extra: usize,
    missed: usize,
}

/// Good ones of all.
#[derive(Default, Clone, Copy)]
struct Share {
    good: usize,
    all: usize,
}

/// All scores over the cases added so far.
pub struct Scores {
    tallies: BTreeMap<&'static str, Tally>,
    shares: BTreeMap<&'static str, Share>,
}

type Keys = BTreeSet<String>;

/// The key of a practice from its data type, action and recipient.
type Key = fn(&str, &str, &str) -> String;

const TALLIES: [&str; 8] = [
    "actions",
    "activities",
    "data_types",
    "flows",
    "policy_parties",
    "statements",
    "third_parties",
    "undisclosed",
];

const SHARES: [&str; 8] = [
    "analytics",
    "disclosure",
    "evidence_file",
    "evidence_line",
    "explicit",
    "party_disclosure",
    "policy_status",
    "verdict",
];

impl Default for Scores {
    fn default() -> Self {
        Self {
            tallies: TALLIES.into_iter().map(|name| (name, Tally::default())).collect(),
            shares: SHARES.into_iter().map(|name| (name, Share::default())).collect(),
        }
    }
}

impl Scores {
    /// Adds a case; gives a note for every disagreement.
    pub fn add(&mut self, label: &Label, plugin: &Plugin) -> Vec<String> {
        let mut notes = Vec::new();
        self.practices(label, plugin, &mut notes);
        self.evidence(label, plugin, &mut notes);
        self.parties(label, plugin, &mut notes);
        self.policy(label, plugin, &mut notes);
        self.disclosure(label, plugin, &mut notes);
        let activities: Keys = label.activities.iter().cloned().collect();
        let found = plugin.activities.iter().map(|activity| activity.id.clone()).collect();
        self.tally("activities", &activities, &found, &mut notes);
        self.share("verdict", &label.verdict, &plugin.verdict, &mut notes);
        notes
    }

    /// F1 of each tally and each share, by name.
    pub fn values(&self) -> BTreeMap<String, f64> {
        let tallies = self.tallies.iter().map(|(name, tally)| ((*name).to_owned(), tally.f1()));
        let shares =
            self.shares.iter().map(|(name, share)| ((*name).to_owned(), ratio(share.good, share.all)));
        tallies.chain(shares).collect()
    }

    /// The scores as a table.
    pub fn table(&self) -> String {
        let mut out =
            format!("{:20}{:>8}{:>8}{:>8}{:>6}{:>6}{:>6}\n", "", "P", "R", "F1", "hit", "extra", "missed");
        for (name, tally) in &self.tallies {
            let (precision, recall, f1) = (tally.precision(), tally.recall(), tally.f1());
            let (hit, extra, missed) = (tally.hit, tally.extra, tally.missed);
            let row = format!("{name:20}{precision:8.3}{recall:8.3}{f1:8.3}{hit:6}{extra:6}{missed:6}");
            writeln!(out, "{row}").unwrap();
        }
        for (name, share) in &self.shares {
            writeln!(out, "{name:20}{:8.3}  of {}", ratio(share.good, share.all), share.all).unwrap();
        }
        out
    }

    fn practices(&mut self, label: &Label, plugin: &Plugin, notes: &mut Vec<String>) {
        let keys: [(&'static str, Key); 3] = [
            ("data_types", |data_type, _, _| data_type.to_owned()),
            ("actions", |data_type, action, _| format!("{data_type} {action}")),
            ("flows", |data_type, action, recipient| format!("{data_type} {action} -> {recipient}")),
        ];
        for (name, key) in keys {
            let of_label = |practice: &&Practice| {
                key(&practice.data_type, &practice.action, practice.recipient.as_deref().unwrap_or(""))
            };
            let of_found = |found: &&Found| {
                key(&found.data_type, &found.action, &party_key(found.recipient.as_deref(), label))
            };
            let truth: Keys = sure(label).iter().map(of_label).collect();
            let open: Keys = unsure(label).iter().map(of_label).collect();
            let found: Keys = reported(plugin).iter().map(of_found).collect();
            let found = found.into_iter().filter(|key| truth.contains(key) || !open.contains(key)).collect();
            self.tally(name, &truth, &found, notes);
        }
    }

    /// Where a true (data type, action) was found, and whether an explicit one was found at all.
    fn evidence(&mut self, label: &Label, plugin: &Plugin, notes: &mut Vec<String>) {
        let mut seen = BTreeSet::new();
        for practice in sure(label) {
            let pair = (practice.data_type.as_str(), practice.action.as_str());
            let same = |data_type: &str, action: &str| (data_type, action) == pair;
            let reported = reported(plugin);
            let found: Vec<&&Found> =
                reported.iter().filter(|found| same(&found.data_type, &found.action)).collect();
            if !seen.insert(pair) {
                continue;
            }
            if practice.explicit {
                self.count("explicit", !found.is_empty());
            }
            if found.is_empty() {
                continue;
            }
            let want: Vec<Place> = sure(label)
                .into_iter()
                .filter(|practice| same(&practice.data_type, &practice.action))
                .flat_map(|practice| practice.evidence.iter().map(|place| Place::new(place)))
                .collect();
            let have = || found.iter().flat_map(|found| found.locations.iter().chain(&found.trace));
            let in_file = have().any(|place| want.iter().any(|wanted| wanted.path == place.path));
            let near = |wanted: &Place, place: &Place| {
                wanted.path == place.path && (wanted.line - place.line).abs() <= 3
            };
            let in_line = have().any(|place| want.iter().any(|wanted| near(wanted, place)));
            self.count("evidence_file", in_file);
            self.count("evidence_line", in_line);
            if !in_line {
                let places: Vec<String> =
                    have().map(|place| format!("{}:{}", place.path, place.line)).collect();
                notes.push(format!("evidence_line of {pair:?}: reported {}", places.join(" ")));
            }
        }
    }

    fn parties(&mut self, label: &Label, plugin: &Plugin, notes: &mut Vec<String>) {
        let truth: Vec<&Party> = label.third_parties.iter().filter(|party| !party.user_configured).collect();
        let found: Vec<&Party> = plugin.third_parties.iter().filter(|party| !party.user_configured).collect();
        let open = label.third_parties.iter().filter(|party| party.user_configured || !party.sure).collect();
        self.match_parties("third_parties", &truth, &found, &open, notes);
        for party in truth {
            let Some(mate) = found.iter().find(|found| same_party(party, found)) else { continue };
            let class = label.disclosure.third_parties.iter().find(|class| class.id == party.id);
            let name = format!("of {}", party.id);
            if let Some(class) = class {
                self.share_named("party_disclosure", &name, &class.class, &mate.disclosure, notes);
            }
            if party.analytics || mate.analytics {
                self.count("analytics", party.analytics == mate.analytics);
            }
        }
    }

    fn policy(&mut self, label: &Label, plugin: &Plugin, notes: &mut Vec<String>) {
        self.share("policy_status", &label.policy.status, &plugin.policy.status, notes);
        if label.policy.status != "present" {
            return;
        }
        let key = |statement: &Statement| {
            let stance = if statement.stance == "conditional" { "handles" } else { &statement.stance };
            format!("{} {stance}", statement.what)
        };
        let truth = label.policy.declares.iter().map(key).collect();
        let found = plugin.policy.statements.iter().map(key).collect();
        self.tally("statements", &truth, &found, notes);
        let truth: Vec<&Party> = label.policy.third_parties.iter().collect();
        let found: Vec<&Party> = plugin.policy.third_parties.iter().collect();
        self.match_parties("policy_parties", &truth, &found, &Vec::new(), notes);
    }

    fn disclosure(&mut self, label: &Label, plugin: &Plugin, notes: &mut Vec<String>) {
        let mut have: BTreeMap<&str, &str> = BTreeMap::new();
        for found in reported(plugin) {
            let Some(class) = found.disclosure.as_deref() else { continue };
            let worst = have.entry(&found.data_type).or_insert(class);
            if rank(class) > rank(worst) {
                *worst = class;
            }
        }
        let mut bad = Keys::new();
        for class in &label.disclosure.data_types {
            if let Some(found) = have.get(class.data_type.as_str()) {
                let name = format!("of {}", class.data_type);
                self.share_named("disclosure", &name, &class.class, found, notes);
            }
            if rank(&class.class) > 1 {
                bad.insert(class.data_type.clone());
            }
        }
        let known: Keys = sure(label).iter().map(|practice| practice.data_type.clone()).collect();
        let open: Keys = unsure(label).iter().map(|practice| practice.data_type.clone()).collect();
        let found =
            have.iter().filter(|(_, class)| rank(class) > 1).map(|(data_type, _)| (*data_type).to_owned());
        let found =
            found.filter(|data_type| known.contains(data_type) || !open.contains(data_type)).collect();
        self.tally("undisclosed", &bad, &found, notes);
    }

    /// Matches third parties one to one; further found entries of a known party are neither right nor wrong.
    fn match_parties(
        &mut self,
        name: &'static str,
        truth: &[&Party],
        found: &[&Party],
        open: &Vec<&Party>,
        notes: &mut Vec<String>,
    ) {
        let mut left: Vec<&Party> = found.to_vec();
        let tally = self.tallies.entry(name).or_default();
        for party in truth {
            if let Some(index) = left.iter().position(|found| same_party(party, found)) {
                left.remove(index);
                tally.hit += 1;
            } else if party.sure {
                tally.missed += 1;
                notes.push(format!("{name}: missed {}", party.id));
            }
        }
        for party in left {
            if !truth.iter().chain(open).any(|known| same_party(known, party)) {
                tally.extra += 1;
                notes.push(format!("{name}: extra {}", party.id));
            }
        }
    }

    fn tally(&mut self, name: &'static str, truth: &Keys, found: &Keys, notes: &mut Vec<String>) {
        let tally = self.tallies.entry(name).or_default();
        tally.hit += truth.intersection(found).count();
        for missed in truth.difference(found) {
            tally.missed += 1;
            notes.push(format!("{name}: missed {missed}"));
        }
        for extra in found.difference(truth) {
            tally.extra += 1;
            notes.push(format!("{name}: extra {extra}"));
        }
    }

    fn share(&mut self, name: &'static str, want: &str, have: &str, notes: &mut Vec<String>) {
        self.share_named(name, "", want, have, notes);
    }

    fn share_named(&mut self, name: &'static str, of: &str, want: &str, have: &str, notes: &mut Vec<String>) {
        self.count(name, want == have);
        if want != have {
            notes.push(format!("{name} {of}: is {want}, reported {have}"));
        }
    }

    fn count(&mut self, name: &'static str, good: bool) {
        let share = self.shares.entry(name).or_default();
        share.all += 1;
        share.good += usize::from(good);
    }
}

impl Tally {
    fn precision(self) -> f64 {
        ratio(self.hit, self.hit + self.extra)
    }

    fn recall(self) -> f64 {
        ratio(self.hit, self.hit + self.missed)
    }

    fn f1(self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) }
    }
}

fn sure(label: &Label) -> Vec<&Practice> {
    label.practices.iter().filter(|practice| practice.sure && practice.data_type != "credential").collect()
}

fn unsure(label: &Label) -> Vec<&Practice> {
    label.practices.iter().filter(|practice| !practice.sure && practice.data_type != "credential").collect()
}

fn reported(plugin: &Plugin) -> Vec<&Found> {
    let counts = |found: &&Found| found.confidence != "low" && found.data_type != "credential";
    plugin.practices.iter().filter(counts).collect()
}

/// How bad a class is; above 1 it is undisclosed.
fn rank(class: &str) -> usize {
    ["clear", "vague", "ambiguous", "omitted", "incorrect"]
        .iter()
        .position(|known| *known == class)
        .unwrap_or(0)
}

/// A recipient under the label's id for the same service.
fn party_key(recipient: Option<&str>, label: &Label) -> String {
    let Some(id) = recipient else { return String::new() };
    let probe = Party {
        id: id.to_owned(),
        name: String::new(),
        hosts: Vec::new(),
        analytics: false,
        user_configured: false,
        sure: true,
        disclosure: String::new(),
    };
    let apart = matches!(id, "user_configured" | "dify");
    let known = label.third_parties.iter().find(|party| !apart && same_party(party, &probe));
    known.map_or(id, |party| &party.id).to_owned()
}

/// Two third parties are the same when an id, a name or a registrable host agrees.
fn same_party(one: &Party, other: &Party) -> bool {
    let names = |party: &Party| -> Vec<String> {
        [&party.id, &party.name]
            .into_iter()
            .map(|name| squash(name))
            .filter(|name| !name.is_empty())
            .collect()
    };
    let alike = |a: &String, b: &String| {
        a == b || (a.len().min(b.len()) >= 4 && (a.starts_with(b.as_str()) || b.starts_with(a.as_str())))
    };
    let hosts = |party: &Party| -> Keys { party.hosts.iter().map(|host| registrable(host)).collect() };
    let others = names(other);
    names(one).iter().any(|a| others.iter().any(|b| alike(a, b))) || !hosts(one).is_disjoint(&hosts(other))
}

fn squash(text: &str) -> String {
    text.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect()
}

/// The last two labels of a host: enough for the hosts of the corpus.
fn registrable(host: &str) -> String {
    let mut labels: Vec<&str> = host.rsplit('.').take(2).collect();
    labels.reverse();
    labels.join(".").to_lowercase()
}

fn ratio(good: usize, all: usize) -> f64 {
    if all == 0 {
        return 1.0;
    }
    let number = |count: usize| f64::from(u32::try_from(count).unwrap());
    number(good) / number(all)
}
