//! SARIF 2.1.0, for code hosts and editors. Comes in: an [`Analysis`]; goes out: the `results` of it, and the run around
//! them. Apart because the format is another's; its rules follow from our list.

use serde_json::{Value, json};

use super::{Analysis, Look, places};
use crate::rules::suppress::By;
use crate::rules::{Example, Finding, Help, RULES, Rule, Severity};
use crate::source::{Place, Span};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The document up to the first result.
pub fn opening() -> String {
    let rules: Vec<Value> = RULES.iter().map(rule).collect();
    let driver =
        json!({"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION"), "rules": rules});
    format!(
        "{{\n\"$schema\": \"{SCHEMA}\",\n\"version\": \"2.1.0\",\n\"runs\": [{{\n\"tool\": {{\"driver\": {driver}}},\n\
         \"columnKind\": \"unicodeCodePoints\",\n\"results\": ["
    )
}

/// A rule with its page.
fn rule(rule: &Rule) -> Value {
    let Help { what, why, fix, passes, fails } = rule.help;
    let page = format!("{what}\n\n{why}\n\n{fix}\n\nPasses:\n{passes}\nFails:\n{fails}");
    let code = |example: &Example| format!("```text\n{example}```");
    let markdown =
        format!("{what}\n\n{why}\n\n{fix}\n\nPasses:\n\n{}\n\nFails:\n\n{}\n", code(&passes), code(&fails));
    json!({
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": what},
        "help": {"text": page, "markdown": markdown},
        "defaultConfiguration": {"level": level(rule.severity)},
        "properties": {"tags": ["privacy"]},
    })
}

/// The document after the last result.
pub const CLOSING: &str = "\n]\n}]\n}\n";

/// The results of one plugin, each on a line, with commas between them. `mend` is what the policy lacks, in Markdown.
pub fn results(look: &Look, analysis: &Analysis, mend: &str) -> String {
    let mut mend = fix(look, analysis, mend);
    let results = analysis.findings.iter().map(|finding| {
        let mut result = result(look, analysis, finding);
        // One text mends them all: offered with each of them it would be added more than once.
        if lacking(finding) {
            add(&mut result, "fixes", mend.take().into_iter().collect());
        }
        super::json::visible(&result.to_string())
    });
    let suppressed = analysis.effect.suppressed.iter().map(|one| {
        let mut result = result(look, analysis, &one.finding);
        add(&mut result, "suppressions", vec![suppression(look, analysis, &one.by)]);
        result.to_string()
    });
    results.chain(suppressed).collect::<Vec<_>>().join(",\n")
}

fn suppression(look: &Look, analysis: &Analysis, by: &By) -> Value {
    match by {
        By::Comment(span, reason) => json!({
            "kind": "inSource",
            "justification": reason,
            "location": span_location(look, analysis, *span),
        }),
        By::Baseline => json!({"kind": "external"}),
    }
}

/// Whether a finding is about something that the policy does not tell.
fn lacking(finding: &Finding) -> bool {
    finding.severity > Severity::Note && finding.about.is_some()
        || ["undisclosed-third-party", "undisclosed-analytics", "unlinked-third-party"]
            .contains(&finding.rule.id)
}

fn result(look: &Look, analysis: &Analysis, finding: &Finding) -> Value {
    let mut locations: Vec<Value> =
        finding.locations.iter().filter_map(|&span| span_location(look, analysis, span)).collect();
    let related = locations.split_off(locations.len().min(1));
    let policy = finding.policy_line.and_then(|line| places::policy_place(analysis, line));
    let policy = policy.map(|place| location(look, analysis, &place, None));
    if locations.is_empty() {
        let best = places::best(analysis, finding).map(|place| location(look, analysis, &place, None));
        locations.extend(policy.clone().or(best));
    }
    let also = related
        .into_iter()
        .map(|place| (place, "also here"))
        .chain(policy.map(|place| (place, "the policy")));
    let related = also.enumerate().map(|(id, (mut place, text))| {
        if let Some(place) = place.as_object_mut() {
            place.insert("id".to_owned(), json!(id));
            place.insert("message".to_owned(), json!({"text": text}));
        }
        place
    });
    let mut result = json!({
        "ruleId": finding.rule.id,
        "ruleIndex": RULES.iter().position(|rule| rule.id == finding.rule.id),
        "level": level(finding.severity),
        "message": {"text": finding.message},
        "locations": locations,
        "partialFingerprints": {"candor/v1": finding.fingerprint},
    });
    add(&mut result, "relatedLocations", related.collect());
    let flows = places::traces(analysis, finding);
    add(&mut result, "codeFlows", flows.iter().map(|trace| code_flow(look, analysis, trace)).collect());
    result
}

/// Adds a list that is not empty.
fn add(result: &mut Value, key: &str, list: Vec<Value>) {
    if let Some(result) = result.as_object_mut().filter(|_| !list.is_empty()) {
        result.insert(key.to_owned(), Value::Array(list));
    }
}

/// What the policy lacks, put at its end; where the policy is a file that can be changed.
fn fix(look: &Look, analysis: &Analysis, mend: &str) -> Option<Value> {
    let path = analysis.policy.path.as_deref().filter(|_| !mend.is_empty() && !analysis.plugin.packaged)?;
    let file = analysis.plugin.file(analysis.plugin.find(path)?)?;
    let (line, column) = file.line_column(u32::try_from(file.text.len()).ok()?);
    let end = json!({"startLine": line, "startColumn": column, "endLine": line, "endColumn": column});
    Some(json!({
        "description": {"text": format!("Add to {path} what it does not tell.")},
        "artifactChanges": [{
            "artifactLocation": {"uri": places::uri(&places::path(look, analysis, path))},
            "replacements": [{"deletedRegion": end, "insertedContent": {"text": format!("\n\n{}\n", mend.trim_end())}}],
        }],
    }))
}

fn code_flow(look: &Look, analysis: &Analysis, trace: &[crate::flow::Step]) -> Value {
    let steps: Vec<Value> = trace
        .iter()
        .filter_map(|step| {
            let mut location = span_location(look, analysis, step.span)?;
            location.as_object_mut()?.insert("message".to_owned(), json!({"text": step.note}));
            Some(json!({"location": location}))
        })
        .collect();
    json!({"threadFlows": [{"locations": steps}]})
}

fn span_location(look: &Look, analysis: &Analysis, span: Span) -> Option<Value> {
    let place = analysis.place(span)?;
    let end = places::end(analysis, span).filter(|_| span.end > span.start);
    Some(location(look, analysis, &place, end))
}

fn location(look: &Look, analysis: &Analysis, place: &Place, end: Option<(u32, u32)>) -> Value {
    let uri = places::uri(&places::path(look, analysis, &place.path));
    let mut region = json!({"startLine": place.line, "startColumn": place.column});
    if let (Some((line, column)), Some(region)) = (end, region.as_object_mut()) {
        region.insert("endLine".to_owned(), json!(line));
        region.insert("endColumn".to_owned(), json!(column));
    }
    json!({"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}})
}

fn level(severity: Severity) -> &'static str {
    severity.id()
}
