//! The JSON report: its types, and their making from an analysis. Comes in: an [`Analysis`]; goes out: [`PluginObject`],
//! one of the report's `plugins`, and the JSON Schema of the document. Apart because machines depend on these keys: they
//! may be added, never changed or dropped, whatever the internal types do.

use std::fmt::Write;

use anyhow::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ids;
use super::text::is_log_command;
use super::{Analysis, Summary};
use crate::compare::Tables;
use crate::config::Entry;
use crate::flow::{Recipient, ThirdParty};
use crate::policy;
use crate::rules::suppress::{By, Suppressed};
use crate::source::{self, is_hidden};

/// Version of the keys.
pub const SCHEMA_VERSION: u32 = 1;

/// The report of one run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Document {
    /// Version of the keys: grows only if a key were changed or dropped.
    pub schema_version: u32,
    /// What made the report.
    pub tool: Tool,
    /// Totals.
    pub summary: SummaryObject,
    /// In the order of the input.
    pub plugins: Vec<PluginObject>,
}

/// What made the report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Tool {
    /// Always `candor`.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// Totals over all plugins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SummaryObject {
    /// Plugins read.
    pub plugins: usize,
    /// Plugins whose verdict is `ok`.
    pub ok: usize,
    /// Plugins whose verdict is `undisclosed`.
    pub undisclosed: usize,
    /// Plugins whose verdict is `incomplete`.
    pub incomplete: usize,
    /// Findings by severity.
    pub findings: FindingCounts,
}

/// Findings by severity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FindingCounts {
    /// Errors.
    pub error: usize,
    /// Warnings.
    pub warning: usize,
    /// Notes.
    pub note: usize,
}

/// One plugin.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PluginObject {
    /// Relative to the scanned root; `.` when the root is the plugin; an archive's file name for a package.
    pub path: String,
    /// Name in the manifest.
    pub name: String,
    /// Version in the manifest.
    pub version: String,
    /// Author in the manifest.
    pub author: String,
    /// What kinds of plugin it is.
    pub kinds: Vec<String>,
    /// What its policy says.
    pub policy: PolicyObject,
    /// `network.domains` of the manifest.
    pub declared_domains: Vec<String>,
    /// What the code does with data about people.
    pub practices: Vec<PracticeObject>,
    /// The services that the code contacts.
    pub third_parties: Vec<ThirdPartyObject>,
    /// Which of the guidelines' nine activities show.
    pub activities: Vec<ActivityObject>,
    /// Calls that leave the plugin.
    pub outbound_calls: OutboundObject,
    /// The marketplace's risk level.
    pub risk: RiskObject,
    /// What is to be mended, the gravest first.
    pub findings: Vec<FindingObject>,
    /// Findings that comments took out.
    pub suppressed: usize,
    /// Findings that the baseline took out.
    #[serde(default)]
    pub baselined: usize,
    /// All that were taken out, each with what did it.
    #[serde(default)]
    pub suppressed_findings: Vec<SuppressedObject>,
    /// Entries of the baseline about this plugin that no finding is any more.
    #[serde(default)]
    pub baseline_gone: Vec<GoneObject>,
    /// What the plugin brings to change its own report, and was not followed.
    #[serde(default)]
    pub not_followed: Vec<NotAnalysedObject>,
    /// What could not be read.
    pub not_analysed: Vec<NotAnalysedObject>,
    /// The configuration that was used and what it changed; null without one.
    #[serde(default)]
    pub configuration: Option<ConfigurationObject>,
    /// The verdict.
    #[schemars(extend("enum" = ["ok", "undisclosed", "incomplete"]))]
    pub verdict: String,
}

/// A privacy policy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PolicyObject {
    /// Path within the plugin, a URL when the manifest names one, null when there is none.
    pub path: Option<String>,
    /// What there is to read.
    #[schemars(extend("enum" = ["present", "template", "empty", "missing", "link_only", "remote"]))]
    pub status: String,
    /// BCP 47, the main one first.
    pub languages: Vec<String>,
    /// In reading order.
    pub statements: Vec<StatementObject>,
    /// The third parties that it names.
    pub third_parties: Vec<PolicyPartyObject>,
    /// Whether it says how data is used.
    pub says_how_used: bool,
    /// Whether it says if data is shared with third parties.
    pub says_sharing: bool,
}

/// One statement of a policy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StatementObject {
    /// Data type, or a broader term's id.
    pub what: String,
    /// What it says of it.
    #[schemars(extend("enum" = ["handles", "denies", "conditional"]))]
    pub stance: String,
    /// Line in the policy.
    pub line: u32,
    /// The sentence, shortened.
    pub quote: String,
    /// To whom, where it says so.
    pub recipient: Option<String>,
    /// The action that it names.
    #[schemars(extend("enum" = ["collect", "use", "share", "store", "log", "receive"]))]
    pub verb: String,
    /// Who does it.
    #[schemars(extend("enum" = ["plugin", "third_party", "platform"]))]
    pub actor: String,
    /// The phrase that names the data.
    pub term: String,
    /// Line of that phrase, where the sentence only points back to it ("this data").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub named_at: Option<u32>,
    /// On what condition.
    pub condition: Option<String>,
    /// What for.
    pub purpose: Option<String>,
    /// How long.
    pub retention: Option<String>,
}

/// A third party that a policy names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PolicyPartyObject {
    /// Id in the registry, else made from the name.
    pub id: String,
    /// As the policy writes it.
    pub name: String,
    /// Line of the first mention.
    pub line: u32,
    /// Link to its own policy.
    pub policy_link: Option<String>,
}

/// A place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Location {
    /// Relative to the plugin's root, with `/`.
    pub path: String,
    /// From 1.
    pub line: u32,
    /// From 1, in Unicode scalar values.
    pub column: u32,
}

/// One step of a trace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StepObject {
    /// Relative to the plugin's root, with `/`.
    pub path: String,
    /// From 1.
    pub line: u32,
    /// From 1, in Unicode scalar values.
    pub column: u32,
    /// What happens there.
    pub note: String,
}

/// A practice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PracticeObject {
    /// Which data.
    pub data_type: String,
    /// What is done.
    #[schemars(extend("enum" = ["sends", "receives", "stores", "logs"]))]
    pub action: String,
    /// A service's id, `user_configured`, `dify`; null on the plugin's own side, or where the host could not be worked out.
    pub recipient: Option<String>,
    /// How sure.
    #[schemars(extend("enum" = ["high", "medium", "low"]))]
    pub confidence: String,
    /// How the policy discloses it.
    #[schemars(extend("enum" = ["clear", "vague", "omitted", "incorrect", "ambiguous"]))]
    pub disclosure: String,
    /// The best place first.
    pub locations: Vec<Location>,
    /// Source to sink.
    pub trace: Vec<StepObject>,
    /// Why it is this data type.
    pub evidence: Vec<String>,
    /// Lines of the policy that decided the disclosure.
    pub policy_lines: Vec<u32>,
}

/// A service that the code contacts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ThirdPartyObject {
    /// Id in the registry, else the registrable domain.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Hosts seen.
    pub hosts: Vec<String>,
    /// `http`, `sdk`, `smtp`, `db`, …
    pub via: Vec<String>,
    /// Whether it is an analytics service.
    pub analytics: bool,
    /// Whether the host is the user's to set.
    pub user_configured: bool,
    /// How the policy discloses it.
    #[schemars(extend("enum" = ["named_linked", "named", "unnamed"]))]
    pub disclosure: String,
    /// Its policy as the registry knows it.
    pub privacy_policy: Option<String>,
    /// Places of contact.
    pub locations: Vec<Location>,
}

/// An activity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ActivityObject {
    /// One of the nine.
    pub id: String,
    /// Where it shows.
    pub locations: Vec<Location>,
}

/// Calls that leave the plugin.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OutboundObject {
    /// All.
    pub total: usize,
    /// With a known host.
    pub resolved: usize,
    /// To a host that the user sets.
    pub user_configured: usize,
    /// The others.
    pub unresolved: Vec<Location>,
}

/// The risk level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RiskObject {
    /// The level.
    #[schemars(extend("enum" = ["low", "medium", "high"]))]
    pub level: String,
    /// Why.
    pub reasons: Vec<String>,
}

/// A finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FindingObject {
    /// The rule's code.
    pub rule: String,
    /// How grave.
    #[schemars(extend("enum" = ["error", "warning", "note"]))]
    pub severity: String,
    /// One or two sentences.
    pub message: String,
    /// Stable when lines move and when unrelated code changes.
    pub fingerprint: String,
    /// The best place first.
    pub locations: Vec<Location>,
    /// The deciding line of the policy.
    pub policy_line: Option<u32>,
    /// The data type that it is about, if it is about one.
    #[serde(default)]
    pub data_type: Option<String>,
    /// How to mend it.
    pub help: String,
}

/// Something that could not be read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NotAnalysedObject {
    /// Relative to the plugin's root, with `/`.
    pub path: String,
    /// Why.
    pub reason: String,
}

/// A finding that counts for nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SuppressedObject {
    /// The finding.
    #[serde(flatten)]
    pub finding: FindingObject,
    /// What took it out.
    #[schemars(extend("enum" = ["comment", "baseline"]))]
    pub by: String,
    /// The comment's reason.
    pub reason: Option<String>,
    /// Where the comment stands.
    pub comment: Option<Location>,
}

/// A finding of the baseline that is gone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GoneObject {
    /// The rule's code.
    pub rule: String,
    /// The finding's fingerprint.
    pub fingerprint: String,
    /// What it said.
    pub message: String,
}

impl From<&Entry> for GoneObject {
    fn from(entry: &Entry) -> Self {
        let Entry { rule, fingerprint, message, .. } = entry.clone();
        Self { rule, fingerprint, message }
    }
}

/// A configuration and what it changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ConfigurationObject {
    /// The file as seen from where the scan ran; null where only own rows were given.
    pub path: Option<String>,
    /// Files with own rows.
    pub models: Vec<String>,
    /// Rules whose findings have another severity.
    pub rules: Vec<RuleChangeObject>,
    /// Practices and third parties that count for nothing.
    pub accepted: Vec<AcceptedObject>,
}

/// Findings of a rule that have another severity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RuleChangeObject {
    /// The rule's code.
    pub rule: String,
    /// What they are now.
    #[schemars(extend("enum" = ["error", "warning", "note", "off"]))]
    pub severity: String,
    /// How many.
    pub findings: usize,
}

/// A practice or third party that counts for nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AcceptedObject {
    /// Which data; null for a third party as such.
    pub data_type: Option<String>,
    /// What is done; null for a third party as such.
    pub action: Option<String>,
    /// As in practices.
    pub recipient: Option<String>,
    /// Why.
    pub why: String,
    /// The best place first.
    pub locations: Vec<Location>,
}

/// The JSON Schema of [`Document`].
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(Document)
}

/// What comes before the plugins: the document up to the opening bracket.
pub fn opening(summary: &Summary) -> Result<String> {
    let tool =
        Tool { name: env!("CARGO_PKG_NAME").to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() };
    let tool = serde_json::to_string(&tool)?;
    let summary = serde_json::to_string(&SummaryObject::from(summary))?;
    Ok(format!(
        "{{\n\"schema_version\": {SCHEMA_VERSION},\n\"tool\": {tool},\n\"summary\": {summary},\n\"plugins\": ["
    ))
}

/// One plugin as one line of JSON.
pub fn line(tables: Tables, analysis: &Analysis) -> Result<String> {
    Ok(visible(&serde_json::to_string(&PluginObject::new(tables, analysis))?))
}

/// The same JSON with escapes for what text has escapes for, see [`super::text::escape`]: the values stay as they are.
pub fn visible(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut units = [0; 2];
    for (at, c) in json.char_indices() {
        let command = c == '#' && is_log_command(json.get(at..).unwrap_or(""));
        // Breaks between lines are the only controls that stand outside strings, and within them there are none.
        if command || c != '\n' && is_hidden(c) {
            for unit in c.encode_utf16(&mut units) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

impl From<&Summary> for SummaryObject {
    fn from(summary: &Summary) -> Self {
        Self {
            plugins: summary.plugins,
            ok: summary.ok,
            undisclosed: summary.undisclosed,
            incomplete: summary.incomplete,
            findings: FindingCounts { error: summary.errors, warning: summary.warnings, note: summary.notes },
        }
    }
}

impl PluginObject {
    /// The object of an analysis.
    pub fn new(tables: Tables, analysis: &Analysis) -> Self {
        let Analysis { plugin, facts, comparison, .. } = analysis;
        let manifest = &plugin.manifest;
        let not_analysed = plugin.not_analysed.iter().chain(&facts.not_analysed);
        let reasons = comparison.risk.reasons.iter().map(|reason| {
            let place = reason.location.and_then(|span| analysis.place(span));
            place.map_or_else(
                || reason.text.clone(),
                |at| format!("{} ({}:{})", reason.text, at.path, at.line),
            )
        });
        Self {
            path: plugin.path.clone(),
            name: manifest.name.clone(),
            version: manifest.version.clone(),
            author: manifest.author.clone(),
            kinds: manifest.kinds.clone(),
            policy: PolicyObject::new(tables, &analysis.policy),
            declared_domains: manifest.domains.iter().map(|domain| domain.text.clone()).collect(),
            practices: practices(tables, analysis),
            third_parties: third_parties(tables, analysis),
            activities: comparison
                .activities
                .iter()
                .map(|one| ActivityObject {
                    id: one.id.clone(),
                    locations: locations(analysis, &one.locations),
                })
                .collect(),
            outbound_calls: OutboundObject {
                total: facts.outbound.total,
                resolved: facts.outbound.resolved,
                user_configured: facts.outbound.user_configured,
                unresolved: locations(analysis, &facts.outbound.unresolved),
            },
            risk: RiskObject { level: comparison.risk.level.id().to_owned(), reasons: reasons.collect() },
            findings: analysis
                .findings
                .iter()
                .map(|finding| finding_object(tables, analysis, finding))
                .collect(),
            suppressed: analysis.effect.counts().0,
            baselined: analysis.effect.counts().1,
            suppressed_findings: suppressed(tables, analysis),
            baseline_gone: analysis.effect.gone.iter().map(GoneObject::from).collect(),
            not_followed: rows(&analysis.effect.not_followed),
            not_analysed: rows(not_analysed),
            configuration: configuration(tables, analysis),
            verdict: comparison.verdict.id().to_owned(),
        }
    }
}

impl PolicyObject {
    /// The object of a policy.
    pub fn new(tables: Tables, policy: &policy::Policy) -> Self {
        Self {
            path: policy.path.clone(),
            status: ids::status(policy.status).to_owned(),
            languages: policy.languages.clone(),
            statements: policy
                .statements
                .iter()
                .map(|statement| statement_object(tables, statement))
                .collect(),
            third_parties: policy
                .third_parties
                .iter()
                .map(|party| PolicyPartyObject {
                    id: ids::policy_party(tables.knowledge, party),
                    name: party.name.clone(),
                    line: party.line,
                    policy_link: party.policy_link.clone(),
                })
                .collect(),
            says_how_used: policy.says_how_used,
            says_sharing: policy.says_sharing,
        }
    }
}

fn statement_object(tables: Tables, statement: &policy::Statement) -> StatementObject {
    let recipient = statement.recipient.and_then(|service| tables.knowledge.service_row(service));
    StatementObject {
        what: tables.knowledge.type_row(statement.what).id.clone(),
        stance: ids::stance(statement.stance).to_owned(),
        line: statement.line,
        quote: statement.quote.clone(),
        recipient: recipient.map(|row| row.id.clone()),
        verb: ids::verb(statement.verb).to_owned(),
        actor: ids::actor(statement.actor).to_owned(),
        term: statement.term.clone(),
        named_at: statement.named_at,
        condition: statement.condition.clone(),
        purpose: statement.purpose.clone(),
        retention: statement.retention.clone(),
    }
}

fn suppressed(tables: Tables, analysis: &Analysis) -> Vec<SuppressedObject> {
    let object = |one: &Suppressed| {
        let finding = finding_object(tables, analysis, &one.finding);
        let (by, reason, comment) = match &one.by {
            By::Comment(span, reason) => {
                ("comment", Some(reason.clone()), locations(analysis, &[*span]).into_iter().next())
            }
            By::Baseline => ("baseline", None, None),
        };
        SuppressedObject { finding, by: by.to_owned(), reason, comment }
    };
    analysis.effect.suppressed.iter().map(object).collect()
}

fn rows<'a>(rows: impl IntoIterator<Item = &'a source::NotAnalysed>) -> Vec<NotAnalysedObject> {
    let object =
        |row: &source::NotAnalysed| NotAnalysedObject { path: row.path.clone(), reason: row.reason.clone() };
    rows.into_iter().map(object).collect()
}

fn configuration(tables: Tables, analysis: &Analysis) -> Option<ConfigurationObject> {
    let effect = &analysis.effect;
    let knowledge = tables.knowledge;
    let practices = effect.accepted.practices.iter().map(|(practice, why)| AcceptedObject {
        data_type: Some(knowledge.type_row(practice.data_type).id.clone()),
        action: Some(crate::compare::action_id(practice.action).to_owned()),
        recipient: ids::recipient(knowledge, &practice.recipient),
        why: why.clone(),
        locations: locations(analysis, &practice.locations),
    });
    let parties = effect.accepted.third_parties.iter().map(|(party, why)| AcceptedObject {
        data_type: None,
        action: None,
        recipient: ids::recipient(knowledge, &party.recipient),
        why: why.clone(),
        locations: locations(analysis, &party.locations),
    });
    let rules = effect.rules.iter().map(|change| RuleChangeObject {
        rule: change.rule.id.to_owned(),
        severity: ids::level(change.level).to_owned(),
        findings: change.findings,
    });
    (!effect.is_unconfigured()).then(|| ConfigurationObject {
        path: Some(effect.config.clone()).filter(|path| !path.is_empty()),
        models: effect.models.clone(),
        rules: rules.collect(),
        accepted: practices.chain(parties).collect(),
    })
}

fn practices(tables: Tables, analysis: &Analysis) -> Vec<PracticeObject> {
    let pairs = analysis.facts.practices.iter().zip(&analysis.comparison.practices);
    pairs
        .map(|(practice, disclosure)| {
            let deciding = disclosure.statements.iter();
            let deciding = deciding.filter_map(|&index| analysis.policy.statements.get(index));
            let mut policy_lines: Vec<u32> = deciding.map(|statement| statement.line).collect();
            policy_lines.dedup();
            PracticeObject {
                data_type: tables.knowledge.type_row(practice.data_type).id.clone(),
                action: crate::compare::action_id(practice.action).to_owned(),
                recipient: ids::recipient(tables.knowledge, &practice.recipient),
                confidence: ids::confidence(practice.confidence).to_owned(),
                disclosure: disclosure.class.id().to_owned(),
                locations: locations(analysis, &practice.locations),
                trace: practice.trace.iter().filter_map(|step| step_object(analysis, step)).collect(),
                evidence: practice.evidence.clone(),
                policy_lines,
            }
        })
        .collect()
}

fn step_object(analysis: &Analysis, step: &crate::flow::Step) -> Option<StepObject> {
    let place = analysis.place(step.span)?;
    Some(StepObject { path: place.path, line: place.line, column: place.column, note: step.note.clone() })
}

fn third_parties(tables: Tables, analysis: &Analysis) -> Vec<ThirdPartyObject> {
    let pairs = analysis.facts.third_parties.iter().zip(&analysis.comparison.third_parties);
    pairs
        .filter_map(|(party, disclosure)| party_object(tables, analysis, party, disclosure.class.id()))
        .collect()
}

fn party_object(
    tables: Tables,
    analysis: &Analysis,
    party: &ThirdParty,
    disclosure: &str,
) -> Option<ThirdPartyObject> {
    let row = match &party.recipient {
        Recipient::Service(service) => tables.knowledge.service_row(*service),
        _ => None,
    };
    let policy = row.map(|row| row.policy.clone()).filter(|policy| !policy.is_empty());
    Some(ThirdPartyObject {
        id: ids::recipient(tables.knowledge, &party.recipient)?,
        name: crate::rules::wording::recipient_name(tables.knowledge, &party.recipient),
        hosts: party.hosts.clone(),
        via: party.via.clone(),
        analytics: row.is_some_and(|row| row.analytics),
        user_configured: party.user_configured || party.recipient == Recipient::UserConfigured,
        disclosure: disclosure.to_owned(),
        privacy_policy: policy,
        locations: locations(analysis, &party.locations),
    })
}

fn finding_object(tables: Tables, analysis: &Analysis, finding: &crate::rules::Finding) -> FindingObject {
    FindingObject {
        rule: finding.rule.id.to_owned(),
        severity: finding.severity.id().to_owned(),
        message: finding.message.clone(),
        fingerprint: finding.fingerprint.clone(),
        locations: locations(analysis, &finding.locations),
        policy_line: finding.policy_line,
        data_type: finding.about.map(|data_type| tables.knowledge.type_row(data_type).id.clone()),
        help: finding.rule.help.fix.to_owned(),
    }
}

fn locations(analysis: &Analysis, spans: &[source::Span]) -> Vec<Location> {
    let mut places: Vec<Location> = Vec::with_capacity(spans.len());
    for place in spans.iter().filter_map(|&span| analysis.place(span)) {
        let location = Location { path: place.path, line: place.line, column: place.column };
        if !places.contains(&location) {
            places.push(location);
        }
    }
    places
}
