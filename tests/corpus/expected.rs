//! What is compared: the label of a case (`expected.json`) and the part of the report that the label speaks of. Types
//! only; apart because both sides share the third party.

use serde::Deserialize;

/// `expected.json`.
#[derive(Deserialize)]
pub struct Label {
    pub plugin: String,
    pub practices: Vec<Practice>,
    pub third_parties: Vec<Party>,
    pub activities: Vec<String>,
    pub policy: LabelPolicy,
    pub disclosure: Disclosure,
    pub verdict: String,
}

/// A practice that a careful reader sees.
#[derive(Deserialize)]
pub struct Practice {
    pub data_type: String,
    pub action: String,
    pub recipient: Option<String>,
    pub explicit: bool,
    /// `path:line`, the best first.
    pub evidence: Vec<String>,
    /// Whether no reader would argue about it.
    pub sure: bool,
}

/// A third party, of either side.
#[derive(Deserialize, Clone)]
pub struct Party {
    pub id: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub hosts: Vec<String>,
    #[serde(default)]
    pub analytics: bool,
    #[serde(default)]
    pub user_configured: bool,
    #[serde(default = "yes")]
    pub sure: bool,
    #[serde(default)]
    pub disclosure: String,
}

/// The policy as a reader reads it.
#[derive(Deserialize)]
pub struct LabelPolicy {
    pub status: String,
    pub declares: Vec<Statement>,
    pub third_parties: Vec<Party>,
}

/// What the policy says of a data type.
#[derive(Deserialize, Clone)]
pub struct Statement {
    pub what: String,
    pub stance: String,
}

/// The classes that follow.
#[derive(Deserialize)]
pub struct Disclosure {
    pub data_types: Vec<TypeClass>,
    pub third_parties: Vec<PartyClass>,
}

/// The class of a data type.
#[derive(Deserialize)]
pub struct TypeClass {
    pub data_type: String,
    pub class: String,
}

/// The class of a third party.
#[derive(Deserialize)]
pub struct PartyClass {
    pub id: String,
    pub class: String,
}

/// The report.
#[derive(Deserialize)]
pub struct Report {
    pub plugins: Vec<Plugin>,
}

/// A plugin of the report.
#[derive(Deserialize)]
pub struct Plugin {
    pub path: String,
    pub practices: Vec<Found>,
    pub third_parties: Vec<Party>,
    pub activities: Vec<Activity>,
    pub policy: FoundPolicy,
    pub verdict: String,
}

/// A practice that the scan reports.
#[derive(Deserialize)]
pub struct Found {
    pub data_type: String,
    pub action: String,
    pub recipient: Option<String>,
    pub confidence: String,
    pub disclosure: Option<String>,
    pub locations: Vec<Place>,
    #[serde(default)]
    pub trace: Vec<Place>,
}

/// A line of a file.
#[derive(Deserialize)]
pub struct Place {
    pub path: String,
    pub line: i64,
}

/// An activity that the scan reports.
#[derive(Deserialize)]
pub struct Activity {
    pub id: String,
}

/// The policy as the scan reads it.
#[derive(Deserialize)]
pub struct FoundPolicy {
    pub status: String,
    pub statements: Vec<Statement>,
    pub third_parties: Vec<Party>,
}

impl Label {
    /// The report of a scan that finds just what the label says.
    pub fn as_report(&self) -> Plugin {
        let class = |data_type: &str| {
            let class = self.disclosure.data_types.iter().find(|class| class.data_type == data_type)?;
            Some(class.class.clone())
        };
        let practice = |practice: &Practice| Found {
            data_type: practice.data_type.clone(),
            action: practice.action.clone(),
            recipient: practice.recipient.clone(),
            confidence: "high".to_owned(),
            disclosure: class(&practice.data_type),
            locations: practice.evidence.iter().map(|place| Place::new(place)).collect(),
            trace: Vec::new(),
        };
        let party = |party: &Party| {
            let class = self.disclosure.third_parties.iter().find(|class| class.id == party.id);
            Party { disclosure: class.map(|class| class.class.clone()).unwrap_or_default(), ..party.clone() }
        };
        Plugin {
            path: self.plugin.clone(),
            practices: self.practices.iter().map(practice).collect(),
            third_parties: self.third_parties.iter().map(party).collect(),
            activities: self.activities.iter().map(|id| Activity { id: id.clone() }).collect(),
            policy: FoundPolicy {
                status: self.policy.status.clone(),
                statements: self.policy.declares.clone(),
                third_parties: self.policy.third_parties.clone(),
            },
            verdict: self.verdict.clone(),
        }
    }
}

impl Place {
    /// The place written as `path:line`.
    pub fn new(text: &str) -> Self {
        let (path, line) = text.rsplit_once(':').unwrap();
        Self { path: path.to_owned(), line: line.parse().unwrap() }
    }
}

fn yes() -> bool {
    true
}
