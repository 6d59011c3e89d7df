//! SARIF 2.1.0, for code hosts and editors. Comes in: an [`Analysis`]; goes out: the `results` of it, and the run around
//! them. Apart because the format is another's; its rules follow from our list.

use serde_json::{Value, json};

use super::{Analysis, Look, places};
use crate::rules::suppress::By;
use crate::rules::{Finding, RULES, Severity};
use crate::source::{Place, Span};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The document up to the first result.
pub fn opening() -> String {
    let rules: Vec<Value> = RULES
        .iter()
        .map(|rule| {
            json!({
                "id": rule.id,
                "shortDescription": {"text": rule.title},
                "fullDescription": {"text": rule.help.what},
                "help": {"text": format!("{} {}", rule.help.why, rule.help.fix)},
                "defaultConfiguration": {"level": level(rule.severity)},
            })
        })
        .collect();
    let driver =
        json!({"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION"), "rules": rules});
    format!(
        "{{\n\"$schema\": \"{SCHEMA}\",\n\"version\": \"2.1.0\",\n\"runs\": [{{\n\"tool\": {{\"driver\": {driver}}},\n\
         \"columnKind\": \"unicodeCodePoints\",\n\"results\": ["
    )
}

/// The document after the last result.
pub const CLOSING: &str = "\n]\n}]\n}\n";

/// The results of one plugin, each on a line, with commas between them.
pub fn results(look: &Look, analysis: &Analysis) -> String {
    let mut results: Vec<String> =
        analysis.findings.iter().map(|finding| result(look, analysis, finding).to_string()).collect();
    for one in &analysis.effect.suppressed {
        let mut result = result(look, analysis, &one.finding);
        let suppression = match &one.by {
            By::Comment(span, reason) => json!({
                "kind": "inSource",
                "justification": reason,
                "location": span_location(look, analysis, *span),
            }),
            By::Baseline => json!({"kind": "external"}),
        };
        if let Some(result) = result.as_object_mut() {
            result.insert("suppressions".to_owned(), json!([suppression]));
        }
        results.push(result.to_string());
    }
    results.join(",\n")
}

fn result(look: &Look, analysis: &Analysis, finding: &Finding) -> Value {
    let mut locations: Vec<Value> =
        finding.locations.iter().filter_map(|&span| span_location(look, analysis, span)).collect();
    let policy = finding.policy_line.and_then(|line| places::policy_place(analysis, line));
    let policy = policy.map(|place| location(look, analysis, &place, None));
    let mut related = locations.split_off(locations.len().min(1));
    related.extend(policy.clone());
    if locations.is_empty() {
        locations.extend(policy);
    }
    let index = RULES.iter().position(|rule| rule.id == finding.rule.id);
    let mut result = json!({
        "ruleId": finding.rule.id,
        "ruleIndex": index,
        "level": level(finding.severity),
        "message": {"text": finding.message},
        "locations": locations,
        "partialFingerprints": {"candor/v1": finding.fingerprint},
    });
    let flows: Vec<Value> =
        places::traces(analysis, finding).iter().map(|trace| code_flow(look, analysis, trace)).collect();
    if let Some(result) = result.as_object_mut() {
        if !related.is_empty() {
            result.insert("relatedLocations".to_owned(), Value::Array(related));
        }
        if !flows.is_empty() {
            result.insert("codeFlows".to_owned(), Value::Array(flows));
        }
    }
    result
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
